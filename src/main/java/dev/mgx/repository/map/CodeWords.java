package dev.mgx.repository.map;

import java.util.Set;

/** Words as they stand in code: whole identifiers, and their parts without what is only the form of a word. */
final class CodeWords {
    private static final String[] ENDINGS = {
        "ations", "ation", "ators", "ator", "ings", "ing", "ions", "ion", "ers", "er", "ors", "or", "ies", "ed", "es",
        "ly", "s", "e", "y"
    };
    private static final int SHORTEST_STEM = 3;

    /** Words that say nothing about where to look. */
    static final Set<String> COMMON =
            Set.of(("a an the and or of to in on for with from by at as is are was be it its this that"
                            + " these those there when where which who what how if then else not no do does did can could should must"
                            + " will would may has have had i we you they he she our your their add fix make change update remove use"
                            + " using used new so but also only all any each some more one two please bug issue feature implement"
                            + " support instead into than about after before while file files code program project line lines")
                    .split(" "));

    /** Takes a piece of a text. */
    interface Taker {
        void take(int from, int to);
    }

    private CodeWords() {}

    static boolean isPart(char letter) {
        return letter < 128
                ? (letter >= 'a' && letter <= 'z')
                        || (letter >= 'A' && letter <= 'Z')
                        || (letter >= '0' && letter <= '9')
                        || letter == '_'
                : Character.isLetterOrDigit(letter);
    }

    /** Gives each identifier of the first letters of a text. */
    static void identifiers(String text, int length, Taker taker) {
        int end = Math.min(length, text.length());
        int from = 0;
        while (from < end) {
            while (from < end && !isPart(text.charAt(from))) {
                from++;
            }
            int to = from;
            while (to < end && isPart(text.charAt(to))) {
                to++;
            }
            if (to > from) {
                taker.take(from, to);
            }
            from = to;
        }
    }

    /** Gives each part of an identifier: {@code parseHTTPHeader_2} has parse, HTTP, Header and 2. */
    static void parts(String text, int from, int to, Taker taker) {
        int begin = from;
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            boolean hump = at > begin
                    && isUpper(letter)
                    && (!isUpper(text.charAt(at - 1)) || (at + 1 < to && Character.isLowerCase(text.charAt(at + 1))));
            if (letter == '_' || hump) {
                if (at > begin) {
                    taker.take(begin, at);
                }
                begin = letter == '_' ? at + 1 : at;
            }
        }
        if (begin < to) {
            taker.take(begin, to);
        }
    }

    private static boolean isUpper(char letter) {
        return letter < 128 ? letter >= 'A' && letter <= 'Z' : Character.isUpperCase(letter);
    }

    /** Where the stem of a word ends: order, orders and ordering have the same. */
    static int stemEnd(String text, int from, int to) {
        for (String ending : ENDINGS) {
            int begin = to - ending.length();
            if (begin - from >= SHORTEST_STEM && text.regionMatches(true, begin, ending, 0, ending.length())) {
                boolean twice = begin - from > SHORTEST_STEM
                        && WordTable.lower(text.charAt(begin - 1)) == WordTable.lower(text.charAt(begin - 2));
                return twice ? begin - 1 : begin;
            }
        }
        return to;
    }
}

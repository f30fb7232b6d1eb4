package dev.mgx.llm.http;

import java.util.Optional;

/**
 * Notices when a text that comes piece by piece goes round in circles: when its end is one block of text, again and
 * again with nothing in between. What it finds does not depend on how the text was cut into pieces.
 *
 * <p>Programs and data repeat themselves too: the rows of a table, the cells of a board, zeros, rulers. So a short block
 * may be repeated more often than a long one, one without words more often than one with words, and a file more often
 * than a structured answer, whose elements have no reason to be the same. Takes time linear in the text, and memory that
 * does not grow with it. Not thread-safe.
 */
final class RepetitionDetector {
    /** The longest block that is recognized, in characters. */
    static final int LONGEST_BLOCK = 1500;

    /** How far it looks back; no repetition is allowed to be longer. */
    static final int LOOK_BACK = 8192;

    /** It looks each time that so many characters have come. */
    static final int INTERVAL = 512;

    private static final int SHORT_BLOCK = 20;
    private static final int LONG_BLOCK = 100;
    private static final int VERY_LONG_BLOCK = 800;
    private static final int MOST_BLANKS = 1000;
    private static final int FEWEST_CHARACTERS = 600;
    private static final int SHOWN_CHARACTERS = 80;
    /** Fewer different letters are no words: {@code null}, {@code x = 0}. */
    private static final int LETTERS_OF_WORDS = 4;

    private final boolean structured;
    private final StringBuilder tail = new StringBuilder();
    private int unseen;
    private long comparisons;

    /** @param structured whether the text is one JSON answer after a schema, and not files */
    RepetitionDetector(boolean structured) {
        this.structured = structured;
    }

    /**
     * A block that came again and again.
     *
     * @param block its text, on one line, shortened
     * @param times how often it came, in what was looked at
     */
    record Repetition(String block, int times) {}

    /** Takes the next piece; what repeats itself at the end of the text, once there is such. */
    Optional<Repetition> add(String piece) {
        Optional<Repetition> found = Optional.empty();
        for (int at = 0; at < piece.length() && found.isEmpty(); ) {
            int length = Math.min(piece.length() - at, INTERVAL - unseen);
            tail.append(piece, at, at + length);
            at += length;
            unseen += length;
            if (unseen == INTERVAL) {
                unseen = 0;
                tail.delete(0, Math.max(0, tail.length() - LOOK_BACK));
                found = look();
            }
        }
        return found;
    }

    /** How many characters were compared so far. */
    long comparisons() {
        return comparisons;
    }

    private Optional<Repetition> look() {
        char[] reversed = tail.reverse().toString().toCharArray();
        tail.reverse();
        Optional<Repetition> exact = repetition(reversed, false);
        if (exact.isPresent() || !structured) {
            return exact;
        }
        for (int i = 0; i < reversed.length; i++) { // the same element, numbered
            reversed[i] = Character.isDigit(reversed[i]) ? '0' : reversed[i];
        }
        return repetition(reversed, true);
    }

    /** The shortest block whose repetition at the end of the text is longer than it may be. */
    private Optional<Repetition> repetition(char[] reversed, boolean numbered) {
        int[] same = prefixMatches(reversed);
        Words words = new Words();
        int shortest = 0; // the shortest period of a long repetition; its multiples say nothing new
        for (int period = 1; period <= Math.min(LONGEST_BLOCK, reversed.length / 2); period++) {
            words.add(reversed[period - 1]);
            int length = same[period] + period;
            if (length < FEWEST_CHARACTERS || (shortest > 0 && period % shortest == 0)) {
                continue;
            }
            if (length >= allowed(period, words, numbered)) {
                String block = tail.substring(tail.length() - period);
                return Optional.of(new Repetition(shown(block), length / period));
            }
            shortest = shortest == 0 ? period : shortest;
        }
        return Optional.empty();
    }

    /** How many characters a repetition of this block must have to be one too many. */
    private int allowed(int period, Words words, boolean numbered) {
        if (words.blank) {
            return MOST_BLANKS;
        }
        if (numbered) {
            return period < SHORT_BLOCK ? Integer.MAX_VALUE : Math.clamp(20L * period, 3000, LOOK_BACK);
        }
        if (words.letters() < LETTERS_OF_WORDS) {
            return structured && period >= SHORT_BLOCK ? Math.max(3000, 4 * period) : LOOK_BACK;
        }
        if (structured) {
            return period < SHORT_BLOCK ? LOOK_BACK / 4 : Math.max(FEWEST_CHARACTERS, 4 * period);
        }
        if (period < SHORT_BLOCK) {
            return LOOK_BACK / 2;
        }
        if (period < LONG_BLOCK) {
            return Math.clamp(100L * period, 3000, LOOK_BACK);
        }
        return period < VERY_LONG_BLOCK ? Math.min(10 * period, LOOK_BACK) : 5 * period;
    }

    /** What the last characters of the text consist of. */
    private static final class Words {
        private boolean blank = true;
        private long seen; // a bit for each letter, modulo 64

        void add(char c) {
            blank &= Character.isWhitespace(c);
            seen |= Character.isLetter(c) ? 1L << Character.toLowerCase(c) : 0;
        }

        int letters() {
            return Long.bitCount(seen);
        }
    }

    /**
     * For each place, how many characters from there on are those from the beginning on: the Z algorithm.
     *
     * @see <a href="https://cp-algorithms.com/string/z-function.html">how it is linear</a>
     */
    private int[] prefixMatches(char[] text) {
        int[] matches = new int[text.length];
        int left = 0;
        int right = 0;
        for (int i = 1; i < text.length; i++) {
            int length = i < right ? Math.min(right - i, matches[i - left]) : 0;
            comparisons++;
            while (i + length < text.length && text[length] == text[i + length]) {
                length++;
                comparisons++;
            }
            matches[i] = length;
            if (i + length > right) {
                left = i;
                right = i + length;
            }
        }
        return matches;
    }

    /** From the beginning of a line, an element or a word, where it has one. */
    private static String shown(String block) {
        int line = block.indexOf('\n');
        int element = block.indexOf('{');
        int start = line >= 0 ? line : Math.max(0, element >= 0 ? element : block.indexOf(' '));
        String text = (block.substring(start) + block.substring(0, start))
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        boolean fits = text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS;
        return fits ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }
}

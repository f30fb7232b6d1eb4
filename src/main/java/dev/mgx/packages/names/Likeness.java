package dev.mgx.packages.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a name can be taken for another, as typos and those who count on them write it: a letter more, less, other or
 * swapped; letters that look alike; words joined, parted or in another order; the language's name added.
 */
final class Likeness {
    /** Of shorter names too many others are one letter away. */
    private static final int SHORTEST_WITH_OTHER_LETTERS = 6;

    private static final int SHORTEST = 4;

    private static final Set<String> LANGUAGES =
            Set.of("js", "node", "nodejs", "npm", "py", "python", "python3", "pip", "java", "jvm");

    /** The first label of a Maven group says nothing of who owns the rest. */
    private static final String TOP_LEVEL = "^(?:com|org|net|io|dev|me|tools)\\.";

    private Likeness() {}

    static boolean between(PackageName name, PackageName known) {
        if (name.space().equals(known.space())) {
            return name.space().isEmpty() && betweenWords(name, known);
        }
        if (name.space().isEmpty()) {
            return name.joined().equals(known.joinedWithSpace()); // babel-core for @babel/core
        }
        if (known.space().isEmpty() || known.space().length() < SHORTEST) {
            return false;
        }
        boolean group = known.space().indexOf('.') >= 0 || name.space().indexOf('.') >= 0;
        boolean spaces = betweenSpaces(name.space(), known.space());
        return group
                ? name.words().equals(known.words())
                        && (spaces || known.words().size() > 1 || ownerOf(name).equals(ownerOf(known)))
                : spaces;
    }

    private static boolean betweenWords(PackageName name, PackageName known) {
        String one = name.joined();
        String other = known.joined();
        return looksLike(one, other)
                || isOneOff(one, other)
                || isReordered(name.words(), known.words())
                || isWithLanguage(name, known);
    }

    private static boolean betweenSpaces(String one, String other) {
        return looksLike(join(one), join(other))
                || isOneEdit(join(one), join(other))
                || one.replaceFirst(TOP_LEVEL, "").equals(other.replaceFirst(TOP_LEVEL, ""));
    }

    /** Who owns a group, as far as its first two labels say. */
    private static String ownerOf(PackageName name) {
        return name.space().replaceFirst("^([^.]*\\.[^.]*).*", "$1");
    }

    private static String join(String space) {
        return space.replaceAll("[-_.]", "");
    }

    private static boolean looksLike(String one, String other) {
        return seen(one).equals(seen(other));
    }

    /** The letters as they are seen. */
    private static String seen(String text) {
        return text.replace("rn", "m")
                .replace("vv", "w")
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('5', 's');
    }

    private static boolean isOneOff(String one, String other) {
        if (other.length() < SHORTEST || Math.abs(one.length() - other.length()) > 1 || !isOneEdit(one, other)) {
            return false;
        }
        return other.length() >= SHORTEST_WITH_OTHER_LETTERS
                || isSwap(one, other)
                || undoubled(one).equals(undoubled(other));
    }

    /** One letter is added, left out or another, or two neighbours are swapped. */
    private static boolean isOneEdit(String one, String other) {
        String shorter = one.length() <= other.length() ? one : other;
        String longer = one.length() <= other.length() ? other : one;
        int start = 0;
        while (start < shorter.length() && shorter.charAt(start) == longer.charAt(start)) {
            start++;
        }
        String rest = longer.substring(Math.min(start + 1, longer.length()));
        return shorter.substring(start).equals(rest) // added or left out
                || (one.length() == other.length()
                        && (shorter.substring(Math.min(start + 1, shorter.length()))
                                        .equals(rest)
                                || isSwap(one, other)));
    }

    private static boolean isSwap(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        int start = 0;
        while (start < one.length() - 1 && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        return start < one.length() - 1
                && one.charAt(start) == other.charAt(start + 1)
                && one.charAt(start + 1) == other.charAt(start)
                && one.substring(start + 2).equals(other.substring(start + 2));
    }

    private static String undoubled(String text) {
        return text.replaceAll("(.)\\1++", "$1");
    }

    private static boolean isReordered(List<String> words, List<String> known) {
        return words.size() > 1
                && words.stream()
                        .sorted()
                        .toList()
                        .equals(known.stream().sorted().toList());
    }

    private static boolean isWithLanguage(PackageName name, PackageName known) {
        List<String> rest = new ArrayList<>(name.words());
        if (rest.size() > 1 && LANGUAGES.contains(rest.getFirst())) {
            rest.removeFirst();
        } else if (rest.size() > 1 && LANGUAGES.contains(rest.getLast())) {
            rest.removeLast();
        }
        return rest.equals(known.words()) || isLanguageBehind(name.joined(), known.joined());
    }

    private static boolean isLanguageBehind(String name, String known) {
        return known.length() >= SHORTEST
                && name.startsWith(known)
                && LANGUAGES.contains(name.substring(known.length()));
    }
}

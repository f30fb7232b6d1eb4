package dev.mgx.packages.names;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The name of a package, in the parts by which it is compared.
 *
 * @param space the scope of npm or the group of Maven, in which only its owner publishes; empty for none
 * @param words of what follows, in lower case
 */
record PackageName(String space, List<String> words) {
    PackageName {
        words = List.copyOf(words);
    }

    /** Of {@code @scope/name}, {@code group:artifact} or a plain name. */
    static PackageName of(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        int end = plain.startsWith("@") ? plain.indexOf('/') : plain.indexOf(':');
        String space = end < 0 ? "" : plain.substring(plain.startsWith("@") ? 1 : 0, end);
        return new PackageName(space, split(plain.substring(end + 1)));
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split("[-_./]", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Without what separates its words. */
    String joined() {
        return String.join("", words);
    }

    /** The same, with its scope before it. */
    String joinedWithSpace() {
        return String.join("", split(space)) + joined();
    }
}

package dev.mgx.repository.baseline;

import java.util.regex.Pattern;

/** How long a test took, at the end of its name, where it would make another name of it each time. */
final class TestDuration {
    private static final Pattern TIME = Pattern.compile("\\d[\\d.,]*+ ?(?:ns|µs|ms|s|m|min|h)");

    private TestDuration() {}

    /** The name without {@code (1.2ms)}. */
    static String without(String name) {
        String text = name.stripTrailing();
        int from = text.lastIndexOf('(');
        return from > 0 && text.endsWith(")") && isTime(text.substring(from + 1, text.length() - 1))
                ? text.substring(0, from).stripTrailing()
                : text;
    }

    /** The name without {@code 12ms} or {@code 12 ms}, with or without brackets. */
    static String withoutBare(String name) {
        String text = without(name);
        int last = text.lastIndexOf(' ');
        int before = text.lastIndexOf(' ', last - 1);
        if (last > 0 && isTime(text.substring(last + 1))) {
            return text.substring(0, last).stripTrailing();
        }
        return before > 0 && isTime(text.substring(before + 1))
                ? text.substring(0, before).stripTrailing()
                : text;
    }

    private static boolean isTime(String text) {
        return TIME.matcher(text).matches();
    }
}

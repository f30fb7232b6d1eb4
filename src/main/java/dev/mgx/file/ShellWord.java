package dev.mgx.file;

import java.util.regex.Pattern;

/** Words of a command that a person copies into a shell. */
public final class ShellWord {
    /** What no shell reads as anything else; a {@code ~} at the beginning is meant to be read. */
    private static final Pattern PLAIN = Pattern.compile("(?:~(?=/))?[\\w@%+=:,./-]+");

    private ShellWord() {}

    /** The word as it must be typed: itself, or in single quotes, as POSIX shells take it (POSIX.1-2017, 2.2.2). */
    public static String quoted(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

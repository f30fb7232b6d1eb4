package dev.mgx.projection;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A path as git writes it: in quotes, with escapes as in C, where it has a quote, a backslash, a control character or a byte
 * that is not ASCII.
 *
 * @see <a href="https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath">core.quotePath</a>
 */
final class GitPath {
    private static final String ESCAPED = "\u0007\b\t\n\u000b\f\r\"\\";
    private static final String LETTERS = "abtnvfr\"\\";

    private GitPath() {}

    static String quoted(String path) {
        StringBuilder quoted = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            int escape = ESCAPED.indexOf(each);
            if (escape >= 0) {
                quoted.append('\\').append(LETTERS.charAt(escape));
            } else if (each < ' ' || each == 0x7f) { // bytes from 0x80 on are negative
                quoted.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
            } else {
                quoted.append((char) each);
            }
        }
        return quoted.toString().equals(path) ? path : "\"" + quoted + "\"";
    }
}

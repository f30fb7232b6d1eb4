package dev.mgx.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Untrusted text made safe for a terminal: without anything that moves the cursor, rings the bell, changes colours or
 * reorders the line. Widths are in columns.
 */
public final class ShownText {
    private static final String REPLACEMENT = "\ufffd";
    private static final String TAB = "    ";
    private static final int ELLIPSIS_WIDTH = 1;

    private ShownText() {}

    /** {@code text} as one line, with tabs expanded and control characters replaced. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (each == '\t') {
                clean.append(TAB);
            } else if (isControl(each)) {
                clean.append(REPLACEMENT);
            } else {
                clean.appendCodePoint(each);
            }
        });
        return clean.toString();
    }

    /** JSON that says the same, with everything that {@link #clean} replaces written as an escape. */
    static String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(each -> {
            if (Character.getType(each) == Character.SURROGATE) {
                escaped.append(REPLACEMENT); // half a pair is no text, and parsers refuse it as an escape too
            } else if (isControl(each)) {
                for (char unit : Character.toChars(each)) {
                    escaped.append("\\u%04x".formatted((int) unit));
                }
            } else {
                escaped.appendCodePoint(each);
            }
        });
        return escaped.toString();
    }

    /**
     * Control characters, unpaired surrogates, line separators, and characters that reorder a line (UAX 9, section 2).
     */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> codePoint != 0x200c && codePoint != 0x200d; // zero-width joiner and non-joiner
            default -> false;
        };
    }

    static int width(String text) {
        return text.codePoints().map(ShownText::width).sum();
    }

    private static int width(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> Character.isEmojiPresentation(codePoint) || (codePoint >= 0xff01 && codePoint <= 0xff60);
        };
    }

    /** The text, truncated with an ellipsis if it is wider than {@code columns}. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        return columns < ELLIPSIS_WIDTH ? "" : text.substring(0, fitting(text, columns - ELLIPSIS_WIDTH)) + "…";
    }

    /** The length of the longest prefix of {@code text} that fits. */
    private static int fitting(String text, int columns) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int each = text.codePointAt(end);
            used += width(each);
            if (used > columns) {
                break;
            }
            end += Character.charCount(each);
        }
        return end;
    }

    /**
     * The lines of {@code text}, each broken at spaces so that it fits {@code columns}; within a word only if it is wider
     * than that. Never empty.
     */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        text.lines().map(ShownText::clean).forEach(line -> wrapLine(line, columns, lines));
        return lines.isEmpty() ? List.of("") : lines;
    }

    private static void wrapLine(String line, int columns, List<String> lines) {
        String rest = line;
        while (width(rest) > columns) {
            int fits = Math.max(1, fitting(rest, columns));
            int space = rest.lastIndexOf(' ', fits);
            int indent = rest.length() - rest.stripLeading().length();
            int end = space > indent ? space : fits;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
    }
}

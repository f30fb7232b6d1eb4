package dev.mgx.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text from elsewhere, as a terminal may get it: nothing in it moves the cursor, rings, recolours, or turns
 * the direction of the line. Widths are in columns.
 */
final class ShownText {
    private static final String REPLACEMENT = "\ufffd";
    private static final String TAB = "    ";
    private static final int ELLIPSIS_WIDTH = 1;

    private ShownText() {}

    /** One line of what {@code text} is. */
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

    /** Controls, lone surrogates, line separators, and what reorders a line (Unicode's UAX 9, 2). */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> codePoint != 0x200c && codePoint != 0x200d; // what joins letters and emoji, or not
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

    /** The text, or as much of its beginning as fits {@code columns} with an ellipsis after it. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        return columns < ELLIPSIS_WIDTH ? "" : text.substring(0, fitting(text, columns - ELLIPSIS_WIDTH)) + "…";
    }

    /** How many characters of the beginning of {@code text} fit. */
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

    /** The lines of {@code text}, each broken at spaces so that it fits {@code columns}. Never empty. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        text.lines().map(ShownText::clean).forEach(line -> wrapLine(line, columns, lines));
        return lines.isEmpty() ? List.of("") : lines;
    }

    private static void wrapLine(String line, int columns, List<String> lines) {
        String rest = line;
        while (width(rest) > columns) {
            int fits = Math.max(1, fitting(rest, columns));
            int space = rest.lastIndexOf(' ', fits);
            int end = space > fits / 2 ? space : fits;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
    }
}

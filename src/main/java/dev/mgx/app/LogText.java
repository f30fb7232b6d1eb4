package dev.mgx.app;

/** Texts as they may stand in a line of the log, whoever wrote them: on one line, and with nothing that a terminal obeys. */
final class LogText {
    private LogText() {}

    /** The text with control, format and separator characters, and halves of pairs, written by their numbers. */
    static String escaped(String text) {
        if (text.codePoints().noneMatch(LogText::isUnprintable)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (!isUnprintable(point)) {
                escaped.appendCodePoint(point);
            } else if (point == '\n') {
                escaped.append("\\n");
            } else {
                for (char half : Character.toChars(point)) {
                    escaped.append("\\u%04X".formatted((int) half));
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isUnprintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}

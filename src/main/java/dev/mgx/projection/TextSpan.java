package dev.mgx.projection;

import java.util.Optional;

/**
 * The position of a sentence in a text.
 *
 * @param start in code points
 * @param end in code points, after the last one
 */
record TextSpan(int start, int end) {

    /**
     * Finds a sentence that somebody quoted, perhaps with other spaces, letters of the other case, or without its
     * full stop; empty where it is not there. Takes time in proportion to the text.
     */
    static Optional<TextSpan> of(String sentence, String text) {
        Plain wanted = Plain.of(sentence);
        Plain whole = Plain.of(text);
        String words = wanted.text.strip().replaceAll("^[\"'“‘«(]+|[\"'”’»).!?…;,]+$", "");
        int at = words.isEmpty() ? -1 : whole.text.indexOf(words);
        if (at < 0) {
            return Optional.empty();
        }
        int from = whole.text.codePointCount(0, at);
        int to = from + words.codePointCount(0, words.length());
        return Optional.of(new TextSpan(whole.positions[from], whole.positions[to - 1] + 1));
    }

    /** A text in lower case with single spaces, and where in the text each of its code points was. */
    private static final class Plain {
        private final String text;
        private final int[] positions;

        private Plain(String text, int[] positions) {
            this.text = text;
            this.positions = positions;
        }

        static Plain of(String text) {
            int[] points = text.codePoints().toArray();
            int[] positions = new int[points.length];
            StringBuilder plain = new StringBuilder();
            int length = 0;
            for (int i = 0; i < points.length; i++) {
                boolean space = Character.isWhitespace(points[i]);
                if (space && i > 0 && Character.isWhitespace(points[i - 1])) {
                    continue;
                }
                plain.appendCodePoint(space ? ' ' : Character.toLowerCase(points[i]));
                positions[length++] = i;
            }
            return new Plain(plain.toString(), positions);
        }
    }
}

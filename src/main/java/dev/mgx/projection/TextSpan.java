package dev.mgx.projection;

import java.util.Optional;

/**
 * The position of a sentence in a text.
 *
 * @param start in code points
 * @param end in code points, after the last one
 */
record TextSpan(int start, int end) {
    private static final String BEFORE = " \"'“‘«(";
    private static final String AFTER = " \"'”’»).!?…;,";

    /**
     * Finds a sentence that somebody quoted, perhaps with other spaces, letters of the other case, or without its
     * full stop; empty where it is not there. Takes time in proportion to the two texts together, whatever they are.
     */
    static Optional<TextSpan> of(String sentence, String text) {
        return of(sentence, Plain.of(text));
    }

    static Optional<TextSpan> of(String sentence, Plain text) {
        Plain wanted = Plain.of(sentence);
        int from = 0;
        int to = wanted.length;
        while (from < to && BEFORE.indexOf(wanted.points[from]) >= 0) {
            from++;
        }
        while (from < to && AFTER.indexOf(wanted.points[to - 1]) >= 0) {
            to--;
        }
        int at = from == to ? -1 : text.indexOf(wanted, from, to);
        return at < 0
                ? Optional.empty()
                : Optional.of(new TextSpan(text.positions[at], text.positions[at + to - from - 1] + 1));
    }

    /** A text in lower case with single spaces, and where in the text each of its code points was. */
    static final class Plain {
        private final int[] points;
        private final int[] positions;
        private final int length;

        private Plain(int[] points, int[] positions, int length) {
            this.points = points;
            this.positions = positions;
            this.length = length;
        }

        static Plain of(String text) {
            int[] points = text.codePoints().toArray();
            int[] positions = new int[points.length];
            boolean afterSpace = false;
            int length = 0;
            for (int i = 0; i < positions.length; i++) {
                boolean space = Character.isWhitespace(points[i]);
                if (!space || !afterSpace) {
                    points[length] = space ? ' ' : Character.toLowerCase(points[i]);
                    positions[length++] = i;
                }
                afterSpace = space;
            }
            return new Plain(points, positions, length);
        }

        /**
         * Where the code points {@code from} to {@code to} of {@code wanted}, at least one, stand first; -1 if nowhere.
         * By Knuth, Morris and Pratt: looking for {@code aa…b} in {@code aa…a} letter by letter would take the product
         * of the two lengths.
         */
        private int indexOf(Plain wanted, int from, int to) {
            int[] borders = wanted.borders(from, to);
            int matched = 0;
            for (int i = 0; i < length; i++) {
                while (matched > 0 && points[i] != wanted.points[from + matched]) {
                    matched = borders[matched - 1];
                }
                if (points[i] == wanted.points[from + matched]) {
                    matched++;
                }
                if (matched == to - from) {
                    return i - matched + 1;
                }
            }
            return -1;
        }

        /** For each beginning of the part: the length of its longest proper beginning that is also its end. */
        private int[] borders(int from, int to) {
            int[] borders = new int[to - from];
            int matched = 0;
            for (int i = 1; i < borders.length; i++) {
                while (matched > 0 && points[from + i] != points[from + matched]) {
                    matched = borders[matched - 1];
                }
                if (points[from + i] == points[from + matched]) {
                    matched++;
                }
                borders[i] = matched;
            }
            return borders;
        }
    }
}

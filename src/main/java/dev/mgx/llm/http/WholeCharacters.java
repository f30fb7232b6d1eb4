package dev.mgx.llm.http;

/** Puts characters together again whose halves came in two pieces, such as an emoji's. Not thread-safe. */
final class WholeCharacters {
    private String half = "";

    /** The next piece, from a whole character to a whole one. */
    String add(String piece) {
        String text = half.isEmpty() ? piece : half + piece;
        boolean halved = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        half = halved ? text.substring(text.length() - 1) : "";
        return halved ? text.substring(0, text.length() - 1) : text;
    }

    /** A half whose other half never came, as a replacement character. */
    String rest() {
        String rest = half.isEmpty() ? "" : "\uFFFD";
        half = "";
        return rest;
    }
}

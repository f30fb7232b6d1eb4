package dev.mgx.team.role;

import dev.mgx.llm.TokenEstimate;
import java.util.Locale;

/** Shortens a text in the middle, because the beginning and the end matter most. */
public final class Excerpt {
    /** The size of the sentence that replaces the middle. */
    private static final long MARK_TOKENS = 20;

    private Excerpt() {}

    /** The text, or its beginning and end of about {@code tokens} tokens together, with a note on what is missing. */
    public static String of(String text, long tokens) {
        long whole = TokenEstimate.of(text);
        if (whole <= tokens) {
            return text;
        }
        double kept = Math.max(0, tokens - MARK_TOKENS) / (double) whole;
        int half = (int) (text.length() * kept / 2);
        int head = Character.isHighSurrogate(text.charAt(Math.max(0, half - 1))) ? half - 1 : half;
        int tail = text.length() - half;
        tail = Character.isLowSurrogate(text.charAt(Math.min(tail, text.length() - 1))) ? tail + 1 : tail;
        return text.substring(0, Math.max(0, head))
                + String.format(Locale.ROOT, "%n[… %,d characters are left out here …]%n", tail - Math.max(0, head))
                + text.substring(Math.min(tail, text.length()));
    }
}

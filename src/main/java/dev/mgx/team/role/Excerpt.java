package dev.mgx.team.role;

import dev.mgx.llm.TokenEstimate;
import java.util.Locale;

/** A text cut in its middle: what matters stands at the beginning or the end. */
public final class Excerpt {
    /** What the sentence that stands for the middle takes up. */
    private static final long MARK_TOKENS = 20;

    private Excerpt() {}

    /** The text, or its beginning and its end, of about {@code tokens} tokens together, with a word on what is missing. */
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

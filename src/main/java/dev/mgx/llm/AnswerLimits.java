package dev.mgx.llm;

/**
 * Limits on the length of an answer.
 *
 * @param maxTokens sent to the provider, at least 1
 * @param maxBytes maximum size in bytes of UTF-8, at least 1; a longer answer fails the call
 */
public record AnswerLimits(int maxTokens, long maxBytes) {
    /** Enough for a file of a few thousand lines. */
    public static final AnswerLimits DEFAULT = new AnswerLimits(16_384, 1024 * 1024);

    public AnswerLimits {
        if (maxTokens < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("an answer must have room for one token and one byte");
        }
    }
}

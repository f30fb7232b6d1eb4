package dev.mgx.llm;

/**
 * How long an answer may be.
 *
 * @param maxTokens what the provider is told, at least 1
 * @param maxBytes of UTF-8, after which the rest is not read and the call fails, at least 1
 */
public record AnswerLimits(int maxTokens, long maxBytes) {
    /** Room for a file of some thousand lines, in tokens and, at four bytes a token, in bytes. */
    public static final AnswerLimits DEFAULT = new AnswerLimits(16_384, 1024 * 1024);

    public AnswerLimits {
        if (maxTokens < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("an answer must have room for one token and one byte");
        }
    }
}

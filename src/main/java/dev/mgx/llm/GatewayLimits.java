package dev.mgx.llm;

/**
 * The bounds of model calls.
 *
 * @param maxConcurrency how many calls may be open at once, at least 1
 */
public record GatewayLimits(
        int maxConcurrency, CallDeadlines deadlines, RetryPolicy retries, AnswerLimits answer) {
    /** The defaults of the settings. */
    public static final GatewayLimits DEFAULT =
            new GatewayLimits(3, CallDeadlines.DEFAULT, RetryPolicy.DEFAULT, AnswerLimits.DEFAULT);

    public GatewayLimits {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, was " + maxConcurrency);
        }
    }
}

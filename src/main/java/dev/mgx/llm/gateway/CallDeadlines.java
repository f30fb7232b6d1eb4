package dev.mgx.llm.gateway;

import java.time.Duration;

/**
 * Time limits of a model call. The transport has its own connect timeout.
 *
 * @param firstToken until the first activity
 * @param silence between two activities of the model; the limit that ends a stalled call
 * @param total until the end of the answer
 */
public record CallDeadlines(Duration firstToken, Duration silence, Duration total) {
    /** The defaults of the settings. */
    public static final CallDeadlines DEFAULT =
            new CallDeadlines(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300));

    public CallDeadlines {
        if (!firstToken.isPositive() || !silence.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException("deadlines must be positive");
        }
    }
}

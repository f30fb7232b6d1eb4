package dev.mgx.llm.gateway;

import java.time.Duration;

/**
 * How long a model call is waited for. The connection has a deadline of its own, in the transport.
 *
 * @param firstToken until the first sign of life
 * @param silence between one sign of life and the next; slow models are bounded by this
 * @param total until the end of the answer
 */
public record CallDeadlines(Duration firstToken, Duration silence, Duration total) {
    /** The defaults of the settings. */
    public static final CallDeadlines DEFAULT =
            new CallDeadlines(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300));

    public CallDeadlines {
        if (!firstToken.isPositive() || !silence.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException("a deadline must leave some time");
        }
    }
}

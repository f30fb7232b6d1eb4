package dev.mgx.llm.provider;

import java.time.Duration;

/**
 * How it is found out what a model can do.
 *
 * @param file keeps what was learned
 * @param atMost how long a conversation with a model may take
 */
public record Profiling(ProfileFile file, Duration atMost) {
    public Profiling {
        if (!atMost.isPositive()) {
            throw new IllegalArgumentException("atMost must be positive, was " + atMost);
        }
    }
}

package dev.mgx.time;

import java.time.Duration;

/** A duration counted from the creation of this object. Thread-safe. */
public final class Deadline {
    private final MonotonicClock clock;
    private final long startedAt;
    private final Duration allowed;

    /** Starts counting now. */
    public Deadline(MonotonicClock clock, Duration allowed) {
        this.clock = clock;
        this.allowed = allowed;
        startedAt = clock.nanoTime();
    }

    public Duration allowed() {
        return allowed;
    }

    /** The remaining time; never negative. */
    public Duration left() {
        Duration left = allowed.minusNanos(clock.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

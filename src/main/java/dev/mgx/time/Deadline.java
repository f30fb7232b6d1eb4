package dev.mgx.time;

import java.time.Duration;

/** A time that runs out. Thread-safe. */
public final class Deadline {
    private final MonotonicClock clock;
    private final long began;
    private final Duration allowed;

    /** It begins now. */
    public Deadline(MonotonicClock clock, Duration allowed) {
        this.clock = clock;
        this.allowed = allowed;
        began = clock.nanoTime();
    }

    public Duration allowed() {
        return allowed;
    }

    /** Never negative. */
    public Duration left() {
        Duration left = allowed.minusNanos(clock.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

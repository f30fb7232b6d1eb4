package dev.mgx.llm;

import java.time.Duration;

/** A time that runs out. Thread-safe. */
final class Countdown {
    private final MonotonicClock clock;
    private final long began;
    private final Duration allowed;

    /** It begins now. */
    Countdown(MonotonicClock clock, Duration allowed) {
        this.clock = clock;
        this.allowed = allowed;
        began = clock.nanoTime();
    }

    Duration allowed() {
        return allowed;
    }

    /** Never negative. */
    Duration left() {
        Duration left = allowed.minusNanos(clock.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

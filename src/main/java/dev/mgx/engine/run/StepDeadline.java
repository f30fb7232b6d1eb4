package dev.mgx.engine.run;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;

/**
 * Until when a step may take.
 *
 * @param stepName which step
 * @param allowed how long it may take in all
 * @param expiresAtNanos the {@code nanoTime} at which it is over
 * @param monotonic the time that it goes by
 */
public record StepDeadline(String stepName, Duration allowed, long expiresAtNanos, MonotonicClock monotonic) {

    static StepDeadline in(String stepName, Duration allowed, MonotonicClock monotonic) {
        return new StepDeadline(stepName, allowed, monotonic.nanoTime() + allowed.toNanos(), monotonic);
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - monotonic.nanoTime()));
    }

    public boolean over() {
        return expiresAtNanos - monotonic.nanoTime() <= 0;
    }
}

package dev.mgx.engine.run;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;

/**
 * When a step must be finished.
 *
 * @param stepName name of the step
 * @param allowed time limit of the step
 * @param expiresAtNanos the {@code nanoTime} at which it expires
 * @param monotonic the clock it is measured by
 */
public record StepDeadline(String stepName, Duration allowed, long expiresAtNanos, MonotonicClock monotonic) {

    static StepDeadline in(String stepName, Duration allowed, MonotonicClock monotonic) {
        return new StepDeadline(stepName, allowed, monotonic.nanoTime() + allowed.toNanos(), monotonic);
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - monotonic.nanoTime()));
    }

    public boolean expired() {
        return expiresAtNanos - monotonic.nanoTime() <= 0;
    }
}

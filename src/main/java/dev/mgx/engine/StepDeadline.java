package dev.mgx.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when a step may take.
 *
 * @param stepName which step
 * @param allowed how long it may take in all
 * @param expiresAtNanos the {@code nanoTime} at which it is over
 * @param nanoTime the time that it goes by
 */
record StepDeadline(String stepName, Duration allowed, long expiresAtNanos, LongSupplier nanoTime) {

    static StepDeadline in(String stepName, Duration allowed, LongSupplier nanoTime) {
        return new StepDeadline(stepName, allowed, nanoTime.getAsLong() + allowed.toNanos(), nanoTime);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - nanoTime.getAsLong()));
    }

    boolean over() {
        return expiresAtNanos - nanoTime.getAsLong() <= 0;
    }
}

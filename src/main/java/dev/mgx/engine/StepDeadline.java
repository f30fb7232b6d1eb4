package dev.mgx.engine;

import java.time.Duration;

/**
 * Until when a step may take, by {@code nanoTime}.
 *
 * @param stepName which step
 * @param allowed how long it may take in all
 * @param expiresAtNanos the {@code nanoTime} at which it is over
 */
record StepDeadline(String stepName, Duration allowed, long expiresAtNanos) {

    static StepDeadline in(String stepName, Duration allowed) {
        return new StepDeadline(stepName, allowed, System.nanoTime() + allowed.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - System.nanoTime()));
    }

    boolean over() {
        return expiresAtNanos - System.nanoTime() <= 0;
    }
}

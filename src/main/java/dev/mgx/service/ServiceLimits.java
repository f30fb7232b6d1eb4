package dev.mgx.service;

import java.time.Duration;

/**
 * Limits on services; those of the sandbox hold besides, but for its timeout.
 *
 * @param most how many may run at a time, of all tasks; 0 for none
 * @param start how long one may take until it listens
 * @param idle after how long without a connection one is stopped
 * @param life after how long one is stopped in any case, at most a day
 */
public record ServiceLimits(int most, Duration start, Duration idle, Duration life) {
    public ServiceLimits {
        if (most < 0 || !start.isPositive() || !idle.isPositive() || !life.isPositive()) {
            throw new IllegalArgumentException("limits out of bounds");
        }
    }
}

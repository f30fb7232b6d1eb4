package dev.mgx.engine;

import java.time.Duration;

/**
 * The bounds within which runs happen.
 *
 * @param runningTasks how many tasks run at the same time, at least 1
 * @param queuedTasks how many may wait for a place, at least 0
 * @param taskDuration how long a run may take where its task does not say
 * @param stopTimeout how long a stop waits for the work to let go before it goes on without it
 * @param shutdownTimeout how long a shutdown waits for steps to finish
 */
public record EngineLimits(
        int runningTasks, int queuedTasks, Duration taskDuration, Duration stopTimeout, Duration shutdownTimeout) {

    /** The defaults of the settings. Four runs share two cores and three model calls well enough. */
    public static final EngineLimits DEFAULT =
            new EngineLimits(4, 1_000, Duration.ofSeconds(600), Duration.ofSeconds(5), Duration.ofSeconds(20));

    public EngineLimits {
        if (runningTasks < 1 || queuedTasks < 0) {
            throw new IllegalArgumentException("at least 1 task must be able to run, and at least 0 tasks may wait");
        }
    }
}

package dev.mgx.engine;

import java.time.Duration;

/**
 * Limits on runs.
 *
 * @param runningTasks maximum number of tasks running at the same time, at least 1
 * @param queuedTasks maximum number of queued tasks, at least 0
 * @param taskDuration time limit of a run whose task sets none
 * @param stopTimeout how long a stop may take; most of it is for the interrupted work to finish
 * @param shutdownTimeout how long a shutdown may take
 */
public record EngineLimits(
        int runningTasks, int queuedTasks, Duration taskDuration, Duration stopTimeout, Duration shutdownTimeout) {

    /** The defaults of the settings. Four runs are enough to keep two cores and three model calls busy. */
    public static final EngineLimits DEFAULT =
            new EngineLimits(4, 1_000, Duration.ofSeconds(600), Duration.ofSeconds(5), Duration.ofSeconds(20));

    public EngineLimits {
        if (runningTasks < 1 || queuedTasks < 0) {
            throw new IllegalArgumentException("runningTasks must be at least 1 and queuedTasks at least 0");
        }
    }
}

package dev.mgx.engine.run;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;

/**
 * The run time used, over all attempts. Waits for people and downtime do not count. Measured by a monotonic clock,
 * never by the wall clock. Thread-safe.
 */
public final class RunTime {
    private final MonotonicClock monotonic;
    private long usedNanos;
    private long since;
    private boolean paused;

    RunTime(MonotonicClock monotonic, long usedMillis) {
        this.monotonic = monotonic;
        usedNanos = Duration.ofMillis(usedMillis).toNanos();
        since = monotonic.nanoTime();
    }

    synchronized Duration used() {
        return Duration.ofNanos(paused ? usedNanos : usedNanos + monotonic.nanoTime() - since);
    }

    public synchronized void pause() {
        usedNanos = used().toNanos();
        paused = true;
    }

    public synchronized void resume() {
        if (paused) {
            paused = false;
            since = monotonic.nanoTime();
        }
    }
}

package dev.mgx.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a run has worked: over all its attempts, waits for people not counted, downtime neither.
 * Thread-safe. It goes by {@code nanoTime}, never by the wall clock.
 */
final class RunTime {
    private final LongSupplier nanoTime;
    private long usedNanos;
    private long since;
    private boolean paused;

    RunTime(LongSupplier nanoTime, long usedMillis) {
        this.nanoTime = nanoTime;
        usedNanos = Duration.ofMillis(usedMillis).toNanos();
        since = nanoTime.getAsLong();
    }

    synchronized Duration used() {
        return Duration.ofNanos(paused ? usedNanos : usedNanos + nanoTime.getAsLong() - since);
    }

    synchronized void pause() {
        usedNanos = used().toNanos();
        paused = true;
    }

    synchronized void resume() {
        if (paused) {
            paused = false;
            since = nanoTime.getAsLong();
        }
    }
}

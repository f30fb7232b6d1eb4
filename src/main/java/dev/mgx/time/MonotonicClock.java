package dev.mgx.time;

import java.time.Duration;

/** A clock that never goes backward, and a way to sleep by it. Thread-safe. */
@FunctionalInterface
public interface MonotonicClock {
    /** {@link System#nanoTime}, which continues while the process is suspended. */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin; only differences are meaningful. */
    long nanoTime();

    /** Blocks until this much time has passed. */
    default void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}

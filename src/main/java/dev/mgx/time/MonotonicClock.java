package dev.mgx.time;

import java.time.Duration;

/** Time that only moves forward, and the way to let some of it pass. Thread-safe. */
@FunctionalInterface
public interface MonotonicClock {
    /** The JVM's own, which goes on while the process is stopped. */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Nanoseconds since some moment; only differences mean anything. */
    long nanoTime();

    /** Blocks until this much time has passed. */
    default void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}

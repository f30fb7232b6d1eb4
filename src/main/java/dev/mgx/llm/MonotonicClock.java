package dev.mgx.llm;

import java.time.Duration;

/** Time that only moves forward, and the way to let some of it pass. Thread-safe. */
public interface MonotonicClock {
    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    /** Nanoseconds since some moment; only differences mean anything. */
    long nanoTime();

    /** Blocks until this much time has passed. */
    void sleep(Duration duration) throws InterruptedException;
}

package dev.mgx.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls once a millisecond for conditions that have no notification. Prefer a latch, a future or an event where there
 * is one.
 */
public final class Await {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** Waits until a condition holds, bounded by the test's timeout. */
    public static void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            pause();
        }
    }

    /** Waits until a condition holds or the time is over; returns the last result. */
    public static boolean until(Callable<Boolean> condition, long patienceSeconds) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        boolean holds = condition.call();
        while (!holds && System.nanoTime() - giveUp < 0) {
            pause();
            holds = condition.call();
        }
        return holds;
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted in a wait; is the test over its deadline?");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}

package dev.mgx.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what nothing tells of: it looks once in a millisecond, so that the waiting takes no processor from what is
 * waited for. Where there is a latch, a future or an event, wait for that.
 */
public final class Await {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** Until something holds; the test's own deadline ends the wait. */
    public static void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            pause();
        }
    }

    /** Until something holds or the time is over: what was looked at last. */
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

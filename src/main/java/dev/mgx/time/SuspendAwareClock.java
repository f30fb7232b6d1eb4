package dev.mgx.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Time that stands still while this process does, stopped by a signal or with its whole machine: a pause uses up no
 * deadline that goes by it. Thread-safe.
 *
 * <p>It follows {@code nanoTime}, which goes on in a pause, but from one tick of its thread to the next by no more than
 * {@link #LONGEST_STEP}. So it does not matter who is first to look after a pause.
 */
public final class SuspendAwareClock implements MonotonicClock, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** What no busy machine makes of a tick; and how much of a pause counts. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(2);

    private final MonotonicClock running;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long tickedAt; // guarded by this
    private long passed; // guarded by this

    /** @param running time that goes on in a pause, in nanoseconds */
    SuspendAwareClock(MonotonicClock running) {
        this.running = running;
        tickedAt = running.nanoTime();
    }

    /** Starts one that ticks until it is closed. */
    public static SuspendAwareClock start() {
        SuspendAwareClock time = new SuspendAwareClock(MonotonicClock.SYSTEM);
        Thread.ofPlatform().name("mgx-time").daemon().start(time::tickUntilClosed);
        return time;
    }

    private void tickUntilClosed() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void tick() {
        long now = running.nanoTime();
        passed = at(now);
        tickedAt = now;
    }

    @Override
    public synchronized long nanoTime() {
        return at(running.nanoTime());
    }

    private long at(long now) {
        return passed + Math.min(now - tickedAt, LONGEST_STEP.toNanos());
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

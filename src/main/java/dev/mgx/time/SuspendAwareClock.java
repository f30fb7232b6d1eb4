package dev.mgx.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still while the process, or the whole machine, is suspended, so that a suspension uses up no
 * deadline. Thread-safe.
 *
 * <p>It follows {@code nanoTime}, which continues during a suspension, but advances by at most {@link #MAX_STEP}
 * between two ticks of its thread. So it does not matter whether the tick or a reader comes first after a suspension.
 */
public final class SuspendAwareClock implements MonotonicClock, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** Longer than a tick takes on a busy machine; also how much of a suspension counts. */
    static final Duration MAX_STEP = Duration.ofSeconds(2);

    private final MonotonicClock source;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long lastTick; // guarded by this
    private long elapsed; // guarded by this

    /** @param source a clock that continues during a suspension */
    SuspendAwareClock(MonotonicClock source) {
        this.source = source;
        lastTick = source.nanoTime();
    }

    /** Starts a clock with a thread that ticks until it is closed. */
    public static SuspendAwareClock start() {
        SuspendAwareClock clock = new SuspendAwareClock(MonotonicClock.SYSTEM);
        Thread.ofPlatform().name("mgx-clock").daemon().start(clock::tickUntilClosed);
        return clock;
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
        long now = source.nanoTime();
        elapsed = at(now);
        lastTick = now;
    }

    @Override
    public synchronized long nanoTime() {
        return at(source.nanoTime());
    }

    private long at(long now) {
        return elapsed + Math.min(now - lastTick, MAX_STEP.toNanos());
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

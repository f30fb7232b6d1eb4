package dev.mgx;

import dev.mgx.llm.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Time that stands still while this process does, stopped by a signal or with its whole machine: a pause uses up no
 * deadline that goes by it. Thread-safe.
 *
 * <p>It follows {@code nanoTime}, which goes on in a pause, but from one tick of its thread to the next by no more than
 * {@link #LONGEST_STEP}. So it does not matter who is first to look after a pause.
 */
final class AwakeTime implements MonotonicClock, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** What no busy machine makes of a tick; and how much of a pause counts. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(2);

    private final LongSupplier running;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long tickedAt; // guarded by this
    private long passed; // guarded by this

    /** @param running time that goes on in a pause, in nanoseconds */
    AwakeTime(LongSupplier running) {
        this.running = running;
        tickedAt = running.getAsLong();
    }

    /** Starts one that ticks until it is closed. */
    static AwakeTime start() {
        AwakeTime time = new AwakeTime(System::nanoTime);
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
        long now = running.getAsLong();
        passed = at(now);
        tickedAt = now;
    }

    @Override
    public synchronized long nanoTime() {
        return at(running.getAsLong());
    }

    private long at(long now) {
        return passed + Math.min(now - tickedAt, LONGEST_STEP.toNanos());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

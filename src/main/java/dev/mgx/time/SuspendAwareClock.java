package dev.mgx.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that stands still while the process, or the whole machine, is suspended, so that a suspension uses up no
 * deadline. Thread-safe.
 *
 * <p>It follows {@code nanoTime}, which continues during a suspension, but advances by at most {@link #MAX_STEP}
 * between two ticks of its thread, and by the time that the thread waited for a processor. So it does not matter
 * whether the tick or a reader comes first after a suspension, and a machine too busy to run the thread delays the
 * clock but does not slow it.
 */
public final class SuspendAwareClock implements MonotonicClock, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** Longer than a tick takes on a busy machine; also how much of a suspension counts. */
    static final Duration MAX_STEP = Duration.ofSeconds(2);

    private static final Path SCHEDULING = Path.of("/proc/thread-self/schedstat");
    private static final Logger log = LoggerFactory.getLogger(SuspendAwareClock.class);

    private final MonotonicClock source;
    private final RunDelay delay;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long lastTick; // guarded by this
    private long elapsed; // guarded by this
    private long lastDelay; // guarded by this

    /** How long the current thread has been ready to run and waited for a processor, in nanoseconds. */
    @FunctionalInterface
    interface RunDelay {
        long nanos();
    }

    /**
     * @param source a clock that continues during a suspension
     * @param delay of the thread that ticks
     */
    SuspendAwareClock(MonotonicClock source, RunDelay delay) {
        this.source = source;
        this.delay = delay;
        lastTick = source.nanoTime();
    }

    /** Starts a clock with a thread that ticks until it is closed. */
    public static SuspendAwareClock start() {
        SuspendAwareClock clock = new SuspendAwareClock(MonotonicClock.SYSTEM, SuspendAwareClock::runDelay);
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
        long waited = delay.nanos();
        long now = source.nanoTime();
        elapsed = at(now, MAX_STEP.toNanos() + Math.max(0, waited - lastDelay));
        lastTick = now;
        lastDelay = waited;
    }

    /** 0 where the kernel does not tell. */
    private static long runDelay() {
        try {
            return Long.parseLong(Files.readString(SCHEDULING).split(" ", 3)[1]);
        } catch (IOException | RuntimeException e) {
            log.trace("The kernel does not tell how long a thread has waited for a processor", e);
            return 0;
        }
    }

    @Override
    public synchronized long nanoTime() {
        return at(source.nanoTime(), MAX_STEP.toNanos());
    }

    private long at(long now, long maxStep) {
        return elapsed + Math.min(now - lastTick, maxStep);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

package dev.mgx.engine;

import dev.mgx.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after deadlines: a run that is over its own, or a step over its, is ended without being asked.
 * One platform thread, so that no work of a run can starve it; every end is made on a thread of its own.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** How late a deadline may be noticed. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** How often the run time used is kept: what a crash gives back at most. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Conductor conductor;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long lastHeartbeat = System.nanoTime();

    Watchdog(Conductor conductor) {
        this.conductor = conductor;
        thread = Thread.ofPlatform().name("mgx-watchdog").daemon().start(this::runUntilClosed);
    }

    private void runUntilClosed() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error in one run's affairs never ends the watch over the others. */
    private void look() {
        boolean beat = System.nanoTime() - lastHeartbeat >= HEARTBEAT.toNanos();
        if (beat) {
            lastHeartbeat = System.nanoTime();
        }
        for (ActiveRun run : conductor.active().values()) {
            try {
                run.expired().ifPresent(ending -> Enders.start(run, () -> conductor.end(run, ending)));
                if (beat) {
                    conductor.claims().used(run.claim().fence(), run.time().used().toMillis());
                }
            } catch (StoreUnavailable e) {
                log.warn("Task {}: the run time used could not be kept: {}", run.task().id(), e.getMessage());
            } catch (RuntimeException e) {
                log.error("Task {}: the watchdog stumbled", run.task().id(), e);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}

package dev.mgx.engine;

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

    private final Conductor conductor;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

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
        for (ActiveRun run : conductor.active().values()) {
            try {
                run.expired().ifPresent(ending -> Enders.start(run, () -> conductor.end(run, ending)));
            } catch (RuntimeException | Error e) {
                log.error("Task {}: the watchdog failed", run.task().id(), e);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}

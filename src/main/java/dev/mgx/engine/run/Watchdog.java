package dev.mgx.engine.run;

import dev.mgx.store.journal.DecidedEnd;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after deadlines: a run that is over its own, or a step over its, is ended without being asked; so is a run
 * whose thread has died. And after ends that were decided: none is forgotten. One platform thread, so that no work
 * of a run can starve it; every end is carried out on a thread of its own.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** How late a deadline may be noticed. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Map<String, ActiveRun> active;
    private final RunTerminator terminator;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param active the runs to look after, by their tasks' ids */
    Watchdog(Map<String, ActiveRun> active, RunTerminator terminator) {
        this.active = active;
        this.terminator = terminator;
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
        for (ActiveRun run : active.values()) {
            try {
                wrong(run).ifPresent(ending -> terminator.end(run, new EndCause.Ordered(ending)));
            } catch (RuntimeException | Error e) {
                log.error("Task {}: the watchdog failed", run.task().id(), e);
            }
        }
        try {
            terminator.pursue();
        } catch (RuntimeException | Error e) {
            log.error("The watchdog could not look after ends that were decided", e);
        }
    }

    /** Why a run is to be ended, if it is. */
    private static Optional<DecidedEnd> wrong(ActiveRun run) {
        return run.abandoned()
                ? Optional.of(new DecidedEnd(
                        DecidedEnd.Kind.FAILED, "The run failed unexpectedly: its thread died without saying why"))
                : run.expired();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}

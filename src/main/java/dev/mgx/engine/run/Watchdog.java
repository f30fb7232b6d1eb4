package dev.mgx.engine.run;

import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.task.ErrorType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces deadlines: ends runs that exceed their own or a step's time limit, and runs whose thread has died. Also
 * restarts decided ends that no thread is carrying out. Uses one platform thread, which the work of a run cannot
 * starve; ends are carried out on other threads.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** How late a deadline may be noticed. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Map<String, ActiveRun> active;
    private final RunTerminator terminator;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param active the active runs by task id */
    Watchdog(Map<String, ActiveRun> active, RunTerminator terminator) {
        this.active = active;
        this.terminator = terminator;
        thread = Thread.ofPlatform().name("mgx-watchdog").daemon().start(this::runUntilClosed);
    }

    private void runUntilClosed() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error with one run does not affect the others. */
    private void check() {
        for (ActiveRun run : active.values()) {
            try {
                failure(run).ifPresent(end -> terminator.end(run, new EndCause.External(end)));
            } catch (RuntimeException | Error e) {
                log.error(
                        "Task {}: the watchdog failed to check its run",
                        run.task().id(),
                        e);
            }
        }
        try {
            terminator.carryOutPending();
        } catch (RuntimeException | Error e) {
            log.error("The watchdog failed to carry out pending ends", e);
        }
    }

    /** The failure to end the run with, if any. */
    private static Optional<DecidedEnd> failure(ActiveRun run) {
        return run.abandoned()
                ? Optional.of(DecidedEnd.failed(
                        ErrorType.INTERNAL, "The run failed unexpectedly: its thread died for an unknown reason"))
                : run.expired();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}

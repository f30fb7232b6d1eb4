package dev.mgx.engine;

import dev.mgx.store.OutcomeUnknown;
import dev.mgx.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the run time that runs have used, every few seconds, so that a crash does not give it back. On a thread of
 * its own: a database that is away must not hold up the watch over deadlines.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    /** What a crash gives back at most. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Conductor conductor;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mgx-heartbeat").daemon().factory());

    Heartbeat(Conductor conductor) {
        this.conductor = conductor;
        var beats = thread.scheduleWithFixedDelay(
                this::beat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Beating: {}", beats);
    }

    /** An error in one run's affairs never ends the others' beats. */
    private void beat() {
        for (ActiveRun run : conductor.active().values()) {
            try {
                conductor.keepUsedTime(run);
            } catch (StoreUnavailable | OutcomeUnknown e) {
                log.debug(
                        "Task {}: the run time used could not be kept: {}",
                        run.task().id(),
                        e.getMessage());
            } catch (RuntimeException | Error e) {
                log.error(
                        "Task {}: the run time used could not be kept",
                        run.task().id(),
                        e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

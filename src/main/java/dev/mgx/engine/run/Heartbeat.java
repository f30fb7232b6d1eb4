package dev.mgx.engine.run;

import dev.mgx.store.Claims;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import java.time.Duration;
import java.util.Map;
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

    private final Map<String, ActiveRun> active;
    private final Claims claims;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mgx-heartbeat").daemon().factory());

    /** @param active the runs whose time is kept, by their tasks' ids */
    Heartbeat(Map<String, ActiveRun> active, Claims claims) {
        this.active = active;
        this.claims = claims;
        var beats = thread.scheduleWithFixedDelay(
                this::beat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Beating: {}", beats);
    }

    /** An error in one run's affairs never ends the others' beats. */
    private void beat() {
        for (ActiveRun run : active.values()) {
            try {
                claims.used(run.claim().fence(), run.time().used().toMillis());
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

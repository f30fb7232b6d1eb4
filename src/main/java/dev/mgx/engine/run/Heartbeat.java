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
 * Stores the run time used by active runs every few seconds, so that a crash does not reset it. Uses a thread of its
 * own: an unavailable database must not delay the watchdog.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    /** The most run time that a crash can lose. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Map<String, ActiveRun> active;
    private final Claims claims;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mgx-heartbeat").daemon().factory());

    /** @param active the active runs by task id */
    Heartbeat(Map<String, ActiveRun> active, Claims claims) {
        this.active = active;
        this.claims = claims;
        var beats = thread.scheduleWithFixedDelay(
                this::beat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Heartbeat started: {}", beats);
    }

    /** An error with one run does not affect the others. */
    private void beat() {
        for (ActiveRun run : active.values()) {
            try {
                claims.used(run.claim().fence(), run.time().used().toMillis());
            } catch (StoreUnavailable | OutcomeUnknown e) {
                log.debug(
                        "Task {}: could not store the run time used: {}",
                        run.task().id(),
                        e.getMessage());
            } catch (RuntimeException | Error e) {
                log.error(
                        "Task {}: could not store the run time used", run.task().id(), e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

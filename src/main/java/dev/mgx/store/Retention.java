package dev.mgx.store;

import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes tasks that nothing has happened to for a time, whatever became of them; those that are queued or running stay.
 * Looks for them at the start and once an hour. Has one thread.
 */
public final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How many tasks are looked up at a time. */
    private static final int PIECE = 100;

    private final Store store;
    private final Duration age;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mgx-retention").daemon().factory());

    private Retention(Store store, Duration age, Clock clock) {
        this.store = store;
        this.age = age;
        this.clock = clock;
    }

    /**
     * Starts it.
     *
     * @param age how long tasks are kept after the last time something happened to them
     */
    public static Retention start(Store store, Duration age, Clock clock) {
        Retention retention = new Retention(store, age, clock);
        var looks =
                retention.thread.scheduleWithFixedDelay(retention::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Started: {}", looks);
        return retention;
    }

    private void look() {
        try {
            int deleted = deleteIdle();
            if (deleted > 0) {
                log.info("Deleted {} tasks that nothing has happened to for {} days", deleted, age.toDays());
            }
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.warn("Old tasks are deleted later: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("Old tasks could not be deleted", e);
        }
    }

    private int deleteIdle() {
        Instant since = clock.instant().minus(age);
        int deleted = 0;
        int before;
        do {
            before = deleted;
            for (String taskId : store.tasks().idle(since, PIECE)) {
                deleted += store.claims().deleteIdle(taskId, since) ? 1 : 0;
            }
        } while (deleted > before && !thread.isShutdown());
        return deleted;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

package dev.mgx.engine.run;

import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what a run does, under its fence. Retries while the journal is unavailable, as long as the run is alive: a
 * full disk delays a run but loses nothing. Thread-safe.
 */
public final class RunJournal {
    private static final Logger log = LoggerFactory.getLogger(RunJournal.class);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);

    private final Store store;
    private final Fence fence;
    private final RunTime time;
    private volatile @Nullable String obstacle;

    RunJournal(Store store, Fence fence, RunTime time) {
        this.store = store;
        this.fence = fence;
        this.time = time;
    }

    /** A write or read that may fail with {@link StoreUnavailable} and be retried. */
    @FunctionalInterface
    public interface Write<T> {
        T run();
    }

    /**
     * Records events and changes in one transaction; returns when they are durable.
     *
     * @throws StaleEpoch when the run has been fenced
     */
    public List<Event> append(List<EventDraft> events, List<Change> changes) throws InterruptedException {
        return retryUntilAccepted(() -> {
            try {
                List<Event> recorded = store.journal()
                        .append(
                                fence,
                                new AppendRequest(events, changes, time.used().toMillis()));
                obstacle = null;
                return recorded;
            } catch (StoreUnavailable e) {
                obstacle = e.getMessage();
                throw e;
            }
        });
    }

    /** Why the last attempt to record something failed; empty if it succeeded. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Retries a write until the store accepts it; blocks. */
    public static <T> T retryUntilAccepted(Write<T> write) throws InterruptedException {
        for (long tries = 1; ; tries++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return write.run();
            } catch (StoreUnavailable e) {
                logRetry(tries, e);
                Thread.sleep(RETRY_INTERVAL);
            }
        }
    }

    /** Logs the first failure, and then one every 30 seconds. */
    private static void logRetry(long tries, RuntimeException why) {
        if (tries % Duration.ofSeconds(30).dividedBy(RETRY_INTERVAL) == 1) {
            log.debug("Retrying until the write succeeds: {}", why.getMessage()); // the writer says it aloud
        }
    }
}

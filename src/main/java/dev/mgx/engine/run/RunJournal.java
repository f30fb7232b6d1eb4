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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what a run does, under its fence. While the journal takes no writes it tries again, as long as
 * the run lives: a full disk delays a run, it loses nothing. Thread-safe.
 */
public final class RunJournal {
    private static final Logger log = LoggerFactory.getLogger(RunJournal.class);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);

    private final Store store;
    private final Fence fence;
    private final RunTime time;

    RunJournal(Store store, Fence fence, RunTime time) {
        this.store = store;
        this.fence = fence;
        this.time = time;
    }

    /** Something that is written, and may be refused for the time being. */
    @FunctionalInterface
    public interface Write<T> {
        T run();
    }

    /**
     * Records events and changes in one transaction; returns when they are durable.
     *
     * @throws StaleEpoch when the run is over
     */
    public List<Event> append(List<EventDraft> events, List<Change> changes) throws InterruptedException {
        return untilTaken(() -> store.journal()
                .append(fence, new AppendRequest(events, changes, time.used().toMillis())));
    }

    /** Tries a write until the store takes it. */
    public static <T> T untilTaken(Write<T> write) throws InterruptedException {
        for (long tries = 1; ; tries++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return write.run();
            } catch (StoreUnavailable e) {
                say(tries, e);
                Thread.sleep(RETRY_INTERVAL);
            }
        }
    }

    /** At once, and then every half minute: an outage is news once. */
    private static void say(long tries, RuntimeException why) {
        if (tries % Duration.ofSeconds(30).dividedBy(RETRY_INTERVAL) == 1) {
            log.warn("Retrying until the write succeeds: {}", why.getMessage());
        }
    }
}

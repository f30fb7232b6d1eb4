package dev.mgx.stream;

import dev.mgx.store.Store;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All watchers: one tail for each watched task, one cursor for each watcher. Thread-safe. */
public final class Streams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Streams.class);

    private static final Executor ON_THE_WRITER = Runnable::run;

    private final Journal journal;
    private final Tasks tasks;
    private final TailMemory memory;
    private final ConcurrentHashMap<String, Tail> tails = new ConcurrentHashMap<>();
    private final Set<FeedCursor> feeds = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mgx-stream-poll").daemon().factory());

    private final ScheduledFuture<?> polling;
    private long fedTo; // confined to the poller

    /** @param pollInterval how late events may be delivered if the store's hint was lost */
    public Streams(Store store, Duration pollInterval) {
        this(store, pollInterval, TailMemory.ofThisMachine());
    }

    Streams(Store store, Duration pollInterval, TailMemory memory) {
        this.memory = memory;
        journal = store.journal();
        tasks = store.tasks();
        journal.listen(new Hints());
        long millis = pollInterval.toMillis();
        polling = poller.scheduleWithFixedDelay(this::poll, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a cursor that delivers every event after {@code sinceEventId}. Blocks on the database.
     *
     * @param wake is called when there may be something new after {@link Next.Idle}; it must be quick
     * @return empty for an unknown task
     */
    public Optional<Cursor> open(String taskId, long sinceEventId, Runnable wake) {
        return open(taskId, sinceEventId, Set.of(), wake);
    }

    /** The same for a cursor that passes over the events of some types. */
    public Optional<Cursor> open(String taskId, long sinceEventId, Set<EventType> without, Runnable wake) {
        return open(taskId, sinceEventId, without, ON_THE_WRITER, wake);
    }

    /**
     * The same for a cursor whose watcher is woken on {@code executor}, such as an event loop. All watchers of a task that
     * share it are woken with one task there, so that the journal's writer waits for none of them.
     */
    public Optional<Cursor> open(
            String taskId, long sinceEventId, Set<EventType> without, Executor executor, Runnable wake) {
        Cursor.Watching watcher = new Cursor.Watching(sinceEventId, without, executor, wake);
        // First the cursor joins, then the journal is read: what is recorded in between comes as a hint,
        // what was recorded before is read.
        Cursor[] joined = new Cursor[1];
        tails.compute(taskId, (id, known) -> {
            Tail tail = known == null ? new Tail(memory) : known;
            joined[0] = new Cursor(taskId, watcher, tail, this);
            tail.join(joined[0]);
            return tail;
        });
        Cursor cursor = joined[0];
        try {
            Optional<TaskState> state = tasks.state(taskId);
            Optional<JournalHead> head = journal.head(taskId);
            if (state.isEmpty() || head.isEmpty()) {
                cursor.close();
                return Optional.empty();
            }
            cursor.openedAt(state.get());
            cursor.tail().refresh(head.get());
            return Optional.of(cursor);
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    /**
     * Opens a cursor in the feed of all tasks. Blocks on the database.
     *
     * @param since the position after which it begins; empty for now. One that was never given out, as after a restored
     *     backup, begins at the beginning: something comes twice then, and nothing is missed
     */
    public FeedCursor openFeed(OptionalLong since) {
        FeedCursor cursor = new FeedCursor(this, journal.feed());
        feeds.add(cursor);
        try {
            long last = journal.feed().last();
            long from = since.orElse(last);
            cursor.openedAt(from > last ? 0 : from);
            return cursor;
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    void leave(FeedCursor cursor) {
        feeds.remove(cursor);
    }

    /** How many tasks are watched. */
    int tails() {
        return tails.size();
    }

    /** How many cursors are open. */
    public int watchers() {
        return tails.values().stream().mapToInt(Tail::watchers).sum() + feeds.size();
    }

    void leave(Cursor cursor) {
        tails.computeIfPresent(cursor.taskId(), (id, tail) -> tail.leave(cursor) ? null : tail);
    }

    Journal journal() {
        return journal;
    }

    private void poll() {
        if (!pollFeed()) {
            return;
        }
        for (Map.Entry<String, Tail> each : tails.entrySet()) {
            if (!poll(each.getKey(), each.getValue())) {
                return; // each of the others would wait as long for the same answer
            }
        }
    }

    /** What another process has written comes without a hint. Returns whether the database answers. */
    private boolean pollFeed() {
        if (feeds.isEmpty()) {
            return true;
        }
        try {
            long last = journal.feed().last();
            if (last != fedTo) {
                fedTo = last;
                feeds.forEach(FeedCursor::wake);
            }
        } catch (StoreUnavailable e) {
            log.debug("Watchers of the feed may see it late: {}", e.getMessage()); // the readers say it aloud
            return false;
        } catch (RuntimeException | Error e) {
            log.error("The feed could not be read", e);
        }
        return true;
    }

    /** Returns whether the database answers. A failure with one task must not end the polling of others. */
    private boolean poll(String taskId, Tail tail) {
        try {
            journal.head(taskId).ifPresentOrElse(tail::refresh, tail::deleted);
        } catch (StoreUnavailable e) {
            log.debug("Watchers may see events late: {}", e.getMessage()); // the readers say it aloud
            return false;
        } catch (RuntimeException | Error e) {
            log.error("Task {}: its state could not be read", taskId, e);
        }
        return true;
    }

    @Override
    public void close() {
        polling.cancel(true);
        poller.shutdownNow();
    }

    private final class Hints implements JournalListener {
        @Override
        public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
            Tail tail = tails.get(taskId);
            if (tail != null) {
                tail.changed(events, head);
            }
        }

        @Override
        public void fed() {
            feeds.forEach(FeedCursor::wake);
        }

        @Override
        public void deleted(String taskId) {
            Tail tail = tails.get(taskId);
            if (tail != null) {
                tail.deleted();
            }
        }
    }
}

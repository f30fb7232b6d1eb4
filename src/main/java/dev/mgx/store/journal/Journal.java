package dev.mgx.store.journal;

import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.Page;
import dev.mgx.store.task.StoredState;
import dev.mgx.store.task.TaskWrites;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.TaskState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every task's events, in order, without a gap. Appending is fenced: the statement that gives out the
 * sequence numbers is the one that checks the epoch and writes the state. Thread-safe; every call blocks on the database.
 */
public final class Journal {
    /** How often a state is read again for one write. Only other nodes, and people there, can come in between. */
    private static final int MAX_ATTEMPTS = 10;

    private final Writer writer;
    private final TaskWrites writes;
    private final Readers readers;
    private final EventRows events;
    private final Feed feed;
    private final Clock clock;
    private final KnownStates states = new KnownStates();
    private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();

    public Journal(Writer writer, Readers readers, Clock clock) {
        this.writer = writer;
        writes = new TaskWrites(writer, readers);
        this.readers = readers;
        events = new EventRows(readers);
        feed = new Feed(readers);
        this.clock = clock;
    }

    /** Has {@code listener} told of everything that becomes durable from now on. */
    public void listen(JournalListener listener) {
        listeners.add(listener);
    }

    /** A write that goes on from a state which is known before its transaction begins. */
    @FunctionalInterface
    public interface Appending<T> {
        /**
         * Does it.
         *
         * @param known what the caller has read, or null where the journal knows the task
         */
        T run(Tx tx, @Nullable KnownState known);
    }

    /**
     * Does {@code work}, which takes its {@link #position}. A state that is not known yet is read and parsed on the
     * caller's thread, and again where somebody else has written in between.
     *
     * @throws StoreUnavailable when the database did not take it, or somebody else was quicker every time
     */
    public <T> T write(String taskId, Appending<T> work, WriteTimeouts patience) {
        return writes.rebuilding(taskId, () -> writeFromKnown(taskId, known -> {}, work, patience), patience);
    }

    /** @param ahead is called before each attempt, on the caller's thread, with the state that is likely to be found */
    private <T> T writeFromKnown(String taskId, Consumer<KnownState> ahead, Appending<T> work, WriteTimeouts patience) {
        KnownState known = states.has(taskId) ? null : stored(taskId);
        for (int attempt = 1; ; attempt++) {
            @Nullable KnownState brought = known;
            Optional.ofNullable(brought).or(() -> states.last(taskId)).ifPresent(ahead);
            try {
                return writer.write(tx -> work.run(tx, brought), patience);
            } catch (StateMoved e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new StoreUnavailable(e.getMessage() + ", every time it was tried", e);
                }
            }
            known = stored(taskId);
        }
    }

    /** A row as it was read. */
    private record Stored(String stateJson, long lastSeq, long epoch, Instant lastEventAt) {
        static Stored of(Row row) {
            return new Stored(
                    row.getString("state"),
                    row.getLong("last_seq"),
                    row.getLong("epoch"),
                    Instant.ofEpochMilli(row.getLong("last_event_at")));
        }

        KnownState parsed() {
            return new KnownState(StoredState.read(stateJson), lastSeq, epoch, lastEventAt);
        }
    }

    /** The state as the row has it, or null for an unknown task. */
    private @Nullable KnownState stored(String taskId) {
        return readers.read(sql -> sql.first(
                        Stored::of, "SELECT state, last_seq, epoch, last_event_at FROM task WHERE id = ?", taskId))
                .map(Stored::parsed)
                .orElse(null);
    }

    /**
     * Records all of {@code append} under {@code fence}, in one transaction.
     *
     * @return the events at their places
     * @throws StaleEpoch when the fence no longer holds
     * @throws StoreUnavailable when the database did not take it; nothing of it is left
     */
    public List<Event> append(Fence fence, AppendRequest append) {
        WriteTimeouts patience = WriteTimeouts.UNTIL_KNOWN;
        PreparedAppend prepared = new PreparedAppend(append, this::now);
        return writes.rebuilding(
                fence.taskId(),
                () -> writeFromKnown(
                        fence.taskId(),
                        prepared::prepare,
                        (tx, known) -> appendIn(tx, fence, prepared, known),
                        patience),
                patience);
    }

    /** The same in a transaction that is under way, by somebody who knows the state, or by {@link #write}. */
    public List<Event> appendIn(Tx tx, Fence fence, AppendRequest append, @Nullable KnownState known) {
        return appendIn(tx, fence, new PreparedAppend(append, this::now), known);
    }

    private List<Event> appendIn(Tx tx, Fence fence, PreparedAppend append, @Nullable KnownState known) {
        AppendRequest request = append.request();
        if (request.events().isEmpty()) {
            AppendStatements.requireFence(tx, fence, request.usedMillis());
            apply(tx, fence, request, now());
            return List.of();
        }
        KnownState before = states.latest(tx, fence.taskId(), fence.epoch(), known)
                .orElseThrow(() -> AppendStatements.moved(tx, fence));
        Instant now = now(); // of the files and of the events that tell of them
        JournalPosition.Recorded recorded = append.after(before, apply(tx, fence, request, now), now);
        boolean queued = AppendStatements.take(tx, fence, before, recorded, request.usedMillis());
        AppendStatements.insert(tx, fence.taskId(), recorded);
        feed(tx, before.state(), recorded);
        return done(tx, fence.taskId(), recorded, queued, before.epoch());
    }

    /** Does what goes with the events; returns them with what became known by that. */
    private List<EventDraft> apply(Tx tx, Fence fence, AppendRequest request, Instant now) {
        if (request.changes().isEmpty()) {
            return request.events();
        }
        Changes changes = new Changes(tx.sql(), fence.taskId(), now);
        request.changes().forEach(changes::apply);
        return request.events().stream().map(changes::complete).toList();
    }

    /** Has the state known and the listeners told once it is committed. */
    private List<Event> done(
            Tx tx, String taskId, JournalPosition.Recorded recorded, boolean queued, long epochBefore) {
        TaskState state = recorded.state();
        boolean ended = recorded.last().event().endsRun();
        states.put(
                tx, taskId, new KnownState(state, state.lastEventId(), epochBefore + (ended ? 1 : 0), recorded.at()));
        if (ended) {
            states.forgetAfter(tx, taskId);
        }
        JournalHead head =
                new JournalHead(state, ended && !queued, recorded.last().event().stateJson());
        tell(tx, taskId, recorded.events(), head);
        return recorded.events().stream().map(RecordedEvent::event).toList();
    }

    /** A row that has been taken: everything but its state, which is not read again. */
    private record Taken(long lastSeq, long epoch, Instant lastEventAt, boolean queued) {
        static final String COLUMNS = "last_seq, epoch, last_event_at, queue_ticket";

        static Taken of(Row row) {
            return new Taken(
                    row.getLong("last_seq"),
                    row.getLong("epoch"),
                    Instant.ofEpochMilli(row.getLong("last_event_at")),
                    !row.isNull("queue_ticket"));
        }
    }

    private JournalPosition position(Tx tx, String taskId, Taken taken, int events, @Nullable KnownState known) {
        TaskState state = states.at(tx, taskId, taken.lastSeq() - events, taken.epoch(), known);
        return new JournalPosition(state, taken.lastEventAt(), taken.queued());
    }

    /** The state of a task as this transaction finds it; empty for an unknown task. For {@link #write}. */
    public Optional<TaskState> state(Tx tx, String taskId, @Nullable KnownState known) {
        return tx.sql()
                .first(Taken::of, "SELECT " + Taken.COLUMNS + " FROM task WHERE id = ?", taskId)
                .map(row -> position(tx, taskId, row, 0, known).state());
    }

    /**
     * Writes an event and a change from outside a run: where one is under way whose end is not decided, whoever has it.
     * For {@link #write}.
     *
     * @return whether there is one
     */
    public boolean recordWith(Tx tx, String taskId, EventDraft event, Change change, @Nullable KnownState known) {
        Optional<JournalPosition> running = tx.sql()
                .first(
                        Taken::of,
                        "UPDATE task SET last_seq = last_seq + 1"
                                + " WHERE id = ? AND status = 'RUNNING' AND ending IS NULL RETURNING "
                                + Taken.COLUMNS,
                        taskId)
                .map(taken -> position(tx, taskId, taken, 1, known));
        if (running.isEmpty()) {
            return false;
        }
        new Changes(tx.sql(), taskId, now()).apply(change);
        record(tx, running.get(), List.of(event));
        return true;
    }

    /** Writes events at a position that has been taken in this transaction, and the state they lead to. */
    public List<Event> record(Tx tx, JournalPosition before, List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        String taskId = before.state().taskId();
        JournalPosition.Recorded recorded = before.record(drafts, now());
        boolean ended = recorded.last().event().endsRun();
        long epoch = tx.sql()
                .number(
                        "UPDATE task SET state = ?, status = ?, last_event_at = ?, updated_at = ?, epoch = epoch + ?"
                                + " WHERE id = ? RETURNING epoch",
                        recorded.stateJson(),
                        recorded.state().status().name(),
                        recorded.at().toEpochMilli(),
                        recorded.at().toEpochMilli(),
                        ended ? 1 : 0,
                        taskId);
        AppendStatements.insert(tx, taskId, recorded);
        feed(tx, before.state(), recorded);
        return done(tx, taskId, recorded, before.queued(), ended ? epoch - 1 : epoch);
    }

    public void tell(Tx tx, String taskId, List<RecordedEvent> events, JournalHead head) {
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(() -> listener.changed(taskId, events, head))));
    }

    /** Writes what events mean for the feed. */
    private void feed(Tx tx, TaskState before, JournalPosition.Recorded recorded) {
        TaskState last = before;
        for (JournalPosition.Written each : recorded.written()) {
            TaskState after = each.state();
            FeedEntry.Change.of(each.event().type(), last, after)
                    .ifPresent(change -> feed(tx, change, recorded.at(), after));
            last = after;
        }
    }

    /** Writes to the feed what becomes of a task in this transaction without an event. */
    public void feed(Tx tx, FeedEntry.Change change, Instant at, TaskState state) {
        feed.note(tx, change, at, state);
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(listener::fed)));
    }

    /** What became of all tasks. */
    public Feed feed() {
        return feed;
    }

    /** Has everybody told that a task is deleted in this transaction. */
    public void tellDeleted(Tx tx, String taskId) {
        states.forgetAfter(tx, taskId);
        feed.noteDeleted(tx, taskId, now());
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(listener::fed)));
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(() -> listener.deleted(taskId))));
    }

    /** At most {@code limit} events after {@code sinceEventId}, in order. */
    public List<RecordedEvent> after(String taskId, long sinceEventId, int limit) {
        return events.after(taskId, sinceEventId, limit);
    }

    /**
     * The next events after {@code sinceEventId}, in order, but for those of some types: at most {@code limit}, and
     * about {@code maxBytes} of JSON, but one where there is any.
     */
    public List<RecordedEvent> after(
            String taskId, long sinceEventId, int limit, int maxBytes, Set<EventType> without) {
        return events.after(taskId, sinceEventId, limit, maxBytes, without);
    }

    /** Some of the events up to the event {@code last}, but for those of some types: {@code limit} after the first {@code offset}. */
    public Page<RecordedEvent> page(String taskId, long last, Set<EventType> without, int offset, int limit) {
        return events.page(taskId, last, without, offset, limit);
    }

    /** How many events a task has, which is the number of its last one. */
    public long last(String taskId) {
        return readers.read(sql -> sql.number("SELECT last_seq FROM task WHERE id = ?", taskId));
    }

    /** Where a task's journal stands, or empty for an unknown task. */
    public Optional<JournalHead> head(String taskId) {
        return readers.read(sql -> {
            Optional<Kept> kept =
                    sql.first(Kept::of, "SELECT state, " + Tasks.QUEUE_POSITION + " FROM task WHERE id = ?", taskId);
            return kept.isEmpty() ? Optional.empty() : Optional.of(head(sql, taskId, kept.get()));
        });
    }

    /** What is kept of where a task stands. */
    private record Kept(String stateJson, int queuePosition) {
        static Kept of(Row row) {
            return new Kept(row.getString("state"), row.getInt("queue_position"));
        }
    }

    private static JournalHead head(Sql sql, String taskId, Kept kept) {
        TaskState state = StoredState.shown(sql, taskId, kept.stateJson());
        return kept.queuePosition() == 0
                ? new JournalHead(state, state.status().terminal())
                : new JournalHead(state.queuedAt(kept.queuePosition()), false);
    }

    public Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}

package dev.mgx.store.journal;

import dev.mgx.json.Json;
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
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Every task's events, in order, without a gap. Appending is fenced: the statement that gives out the
 * sequence numbers is the one that checks the epoch. Thread-safe; every call blocks on the database.
 */
public final class Journal {
    /** What is left of a deleted task is not there for anybody; parameters: the task, the task. */
    private static final String OF_TASK = "FROM event WHERE EXISTS (SELECT 1 FROM task WHERE id = ?) AND task_id = ?";

    private final TaskWrites writes;
    private final Readers readers;
    private final Clock clock;
    private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();

    public Journal(Writer writer, Readers readers, Clock clock) {
        writes = new TaskWrites(writer, readers);
        this.readers = readers;
        this.clock = clock;
    }

    /** Has {@code listener} told of everything that becomes durable from now on. */
    public void listen(JournalListener listener) {
        listeners.add(listener);
    }

    /**
     * Records all of {@code append} under {@code fence}, in one transaction.
     *
     * @return the events at their places
     * @throws StaleEpoch when the fence no longer holds
     * @throws StoreUnavailable when the database did not take it; nothing of it is left
     */
    public List<Event> append(Fence fence, AppendRequest append) {
        return writes.write(fence.taskId(), tx -> appendIn(tx, fence, append), WriteTimeouts.UNTIL_KNOWN);
    }

    public List<Event> appendIn(Tx tx, Fence fence, AppendRequest append) {
        TaskRow before = take(tx, fence, append);
        Changes changes = new Changes(tx.sql(), fence.taskId(), now());
        for (Change change : append.changes()) {
            changes.apply(change);
        }
        return record(
                tx, before, append.events().stream().map(changes::complete).toList());
    }

    /** Checks the fence and gives out the sequence numbers, in one statement. */
    private static TaskRow take(Tx tx, Fence fence, AppendRequest append) {
        return tx.sql()
                .first(
                        TaskRow::read,
                        "UPDATE task SET last_seq = last_seq + ?, used_millis = ? WHERE id = ? AND epoch = ? RETURNING "
                                + TaskRow.COLUMNS,
                        append.events().size(),
                        append.usedMillis(),
                        fence.taskId(),
                        fence.epoch())
                .orElseThrow(() -> new StaleEpoch(fence));
    }

    /** Writes an event and a change after {@code before}, whose row has been taken in this transaction. */
    public void recordWith(Tx tx, TaskRow before, EventDraft event, Change change) {
        new Changes(tx.sql(), before.state().taskId(), now()).apply(change);
        record(tx, before, List.of(event));
    }

    /** Writes events after {@code before}, whose row has been taken in this transaction, and the state they lead to. */
    public List<Event> record(Tx tx, TaskRow before, List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        String taskId = before.state().taskId();
        TaskRow.Recorded recorded = before.record(drafts, now());
        for (int i = 0; i < drafts.size(); i++) {
            EncodedEvent encoded = recorded.encoded().get(i);
            tx.sql()
                    .update(
                            "INSERT INTO event (task_id, seq, type, body, state) VALUES (?, ?, ?, ?, ?)",
                            taskId,
                            encoded.eventId(),
                            drafts.get(i).type().name(),
                            encoded.json(),
                            encoded.stateJson());
        }
        String stateJson = Json.write(recorded.state());
        boolean ended = recorded.encoded().getLast().endsRun();
        tx.sql()
                .update(
                        "UPDATE task SET state = ?, status = ?, last_event_at = ?, updated_at = ?, epoch = epoch + ? WHERE id = ?",
                        stateJson,
                        recorded.state().status().name(),
                        recorded.at().toEpochMilli(),
                        recorded.at().toEpochMilli(),
                        ended ? 1 : 0, // nothing follows the last event of a run
                        taskId);
        JournalHead head =
                new JournalHead(recorded.state().lastEventId(), ended && before.queueTicket() == null, stateJson);
        tell(tx, taskId, recorded.encoded(), head);
        return recorded.events();
    }

    public void tell(Tx tx, String taskId, List<EncodedEvent> events, JournalHead head) {
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(() -> listener.changed(taskId, events, head))));
    }

    public void tellDeleted(Tx tx, String taskId) {
        tx.afterCommit(() -> listeners.forEach(listener -> Writer.tell(() -> listener.deleted(taskId))));
    }

    /** At most {@code limit} events after {@code sinceEventId}, in order. */
    public List<EncodedEvent> after(String taskId, long sinceEventId, int limit) {
        return readers.read(sql -> sql.list(
                Journal::encoded,
                "SELECT seq, type, body, state " + OF_TASK + " AND seq > ? ORDER BY seq LIMIT ?",
                taskId,
                taskId,
                sinceEventId,
                limit));
    }

    /** What an event takes in memory, before it is read. */
    private record Size(long seq, long characters) {}

    /**
     * The next events after {@code sinceEventId}, in order, but for those of some types: at most {@code limit}, and
     * about {@code maxCharacters} of JSON, but one where there is any.
     */
    public List<EncodedEvent> after(
            String taskId, long sinceEventId, int limit, int maxCharacters, Set<EventType> without) {
        return readers.read(sql -> {
            String wanted = OF_TASK + " AND seq > ?" + excluding(without);
            List<Size> sizes = sql.list(
                    row -> new Size(row.getLong(1), row.getLong(2)),
                    "SELECT seq, LENGTH(body) + COALESCE(LENGTH(state), 0) " + wanted + " ORDER BY seq LIMIT ?",
                    taskId,
                    taskId,
                    sinceEventId,
                    limit);
            return sql.list(
                    Journal::encoded,
                    "SELECT seq, type, body, state " + wanted + " AND seq <= ? ORDER BY seq",
                    taskId,
                    taskId,
                    sinceEventId,
                    lastThatFits(sizes, maxCharacters, sinceEventId));
        });
    }

    private static long lastThatFits(List<Size> sizes, int maxCharacters, long since) {
        long last = since;
        long taken = 0;
        for (Size size : sizes) {
            taken += size.characters();
            if (last > since && taken > maxCharacters) {
                break;
            }
            last = size.seq();
        }
        return last;
    }

    /** Some of the events up to the event {@code last}, but for those of some types: {@code limit} after the first {@code offset}. */
    public Page<EncodedEvent> page(String taskId, long last, Set<EventType> without, int offset, int limit) {
        String wanted = OF_TASK + " AND seq <= ?" + excluding(without);
        return readers.read(sql -> new Page<>(
                sql.list(
                        Journal::encoded,
                        "SELECT seq, type, body, state " + wanted + " ORDER BY seq LIMIT ? OFFSET ?",
                        taskId,
                        taskId,
                        last,
                        limit,
                        offset),
                sql.number("SELECT COUNT(*) " + wanted, taskId, taskId, last)));
    }

    private static String excluding(Set<EventType> types) {
        return types.stream().map(type -> " AND type <> '" + type.name() + "'").collect(Collectors.joining());
    }

    /** How many events a task has, which is the number of its last one. */
    public long last(String taskId) {
        return readers.read(sql -> sql.number("SELECT last_seq FROM task WHERE id = ?", taskId));
    }

    /** Where a task's journal stands, or empty for an unknown task. */
    public Optional<JournalHead> head(String taskId) {
        return readers.read(sql -> {
            Optional<Kept> kept = sql.first(Kept::of, "SELECT state, queue_ticket FROM task WHERE id = ?", taskId);
            return kept.isEmpty() ? Optional.empty() : Optional.of(head(sql, taskId, kept.get()));
        });
    }

    private static EncodedEvent encoded(Row row) {
        return new EncodedEvent(
                row.getLong("seq"),
                EventType.valueOf(row.getString("type")),
                row.getString("body"),
                row.getStringOrNull("state"));
    }

    /** What is kept of where a task stands. */
    private record Kept(String stateJson, boolean queued) {
        static Kept of(Row row) {
            return new Kept(row.getString("state"), !row.isNull("queue_ticket"));
        }
    }

    private static JournalHead head(Sql sql, String taskId, Kept kept) {
        TaskState state = StoredState.shown(sql, taskId, kept.stateJson());
        boolean over = state.status().terminal() && !kept.queued();
        return new JournalHead(state.lastEventId(), over, Json.write(state));
    }

    public Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}

package dev.mgx.store.journal;

import dev.mgx.json.Json;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Tx;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of all tasks, in one order. An entry is written in the transaction of what it tells, and the positions are
 * given out in the order of the commits, whoever writes: a reader who has seen one misses none before it. Entries go with
 * their task; that one was deleted is kept for 30 days. Thread-safe; reading blocks on the database.
 */
public final class Feed {
    private static final Duration DELETIONS_KEPT = Duration.ofDays(30);

    private final Readers readers;

    Feed(Readers readers) {
        this.readers = readers;
    }

    /** An entry as it is sent; nobody writes to the array. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Recorded(long position, String change, byte[] json) {}

    /** Writes what became of a task in this transaction. */
    void note(Tx tx, FeedEntry.Change change, Instant at, TaskState state) {
        write(tx, FeedEntry.of(next(tx), change, at, state), state.taskId());
    }

    /** Writes that a task is deleted in this transaction. */
    void noteDeleted(Tx tx, String taskId, Instant at) {
        tx.sql()
                .update(
                        "DELETE FROM feed WHERE task_id = '' AND recorded_at < ?",
                        at.minus(DELETIONS_KEPT).toEpochMilli());
        write(tx, FeedEntry.without(next(tx), FeedEntry.Change.DELETED, at, taskId), "");
    }

    private static long next(Tx tx) {
        return tx.sql()
                .number("INSERT INTO feed_end (id, position) VALUES (1, 1)"
                        + " ON CONFLICT (id) DO UPDATE SET position = feed_end.position + 1 RETURNING position");
    }

    private static void write(Tx tx, FeedEntry entry, String taskId) {
        tx.sql()
                .update(
                        "INSERT INTO feed (position, task_id, change, body, recorded_at) VALUES (?, ?, ?, ?, ?)",
                        entry.position(),
                        taskId,
                        entry.change().toString(),
                        Json.write(entry),
                        entry.timestamp().toEpochMilli());
    }

    /** At most {@code limit} entries after a position, in order; none of a task that is deleted, but that it is. */
    public List<Recorded> after(long position, int limit) {
        return readers.read(sql -> sql.list(
                row -> new Recorded(
                        row.getLong("position"),
                        row.getString("change"),
                        row.getString("body").getBytes(StandardCharsets.UTF_8)),
                "SELECT position, change, body FROM feed WHERE position > ?"
                        + " AND (task_id = '' OR EXISTS (SELECT 1 FROM task WHERE id = feed.task_id))"
                        + " ORDER BY position LIMIT ?",
                position,
                limit));
    }

    /** The last position given out; 0 before the first. */
    public long last() {
        return readers.read(sql -> sql.number("SELECT position FROM feed_end WHERE id = 1"));
    }
}

package dev.mgx.store;

import dev.mgx.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people have sent to runs and no run has taken yet. Messages come and go as {@link Change}s, with
 * the events that tell of them. Thread-safe; every call blocks on the database.
 */
public final class Inbox {
    private final Readers readers;

    Inbox(Readers readers) {
        this.readers = readers;
    }

    /** A message that waits. */
    public record Waiting(long seq, Map<String, @Nullable Object> body) {}

    /** What waits on a channel, oldest first. */
    public List<Waiting> on(String taskId, String channel) {
        return readers.read(sql -> sql.list(
                row -> new Waiting(row.getLong("seq"), Json.readMap(row.getString("body"))),
                "SELECT seq, body FROM inbox WHERE task_id = ? AND channel = ? ORDER BY seq",
                taskId,
                channel));
    }
}

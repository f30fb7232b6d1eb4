package dev.mgx.store;

import dev.mgx.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people have sent to runs and no run has taken yet. Thread-safe; every call blocks on the database. */
public final class Inbox {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Writer writer;
    private final Readers readers;
    private final Clock clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    Inbox(Writer writer, Readers readers, Clock clock) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    /** A message that waits. */
    public record Waiting(long seq, Map<String, @Nullable Object> body) {}

    /** Has {@code listener} told the task of every message that comes from now on. */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Keeps a message for the task's run. */
    public void send(String taskId, String channel, Map<String, @Nullable Object> body) {
        writer.write(
                tx -> {
                    tx.sql().update(
                            "INSERT INTO inbox (task_id, seq, channel, body, sent_at)"
                                    + " SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM inbox WHERE task_id = ?",
                            taskId,
                            channel,
                            Json.write(body),
                            clock.millis(),
                            taskId);
                    tx.afterCommit(() -> listeners.forEach(listener -> listener.accept(taskId)));
                    return true;
                },
                PATIENCE);
    }

    /** What waits on a channel, oldest first. */
    public List<Waiting> waiting(String taskId, String channel) {
        return readers.read(sql -> sql.list(
                row -> new Waiting(row.getLong("seq"), Json.readMap(row.getString("body"))),
                "SELECT seq, body FROM inbox WHERE task_id = ? AND channel = ? ORDER BY seq",
                taskId,
                channel));
    }
}

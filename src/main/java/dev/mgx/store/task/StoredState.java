package dev.mgx.store.task;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Sql;
import dev.mgx.task.ErrorType;
import dev.mgx.task.Event;
import dev.mgx.task.IllegalTransition;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task's stored state, and its replacement if it cannot be read. */
public final class StoredState {
    /** How many events are in memory at a time while a journal is folded. */
    private static final int FOLD_BATCH = 500;

    private StoredState() {}

    /**
     * Reads a stored state.
     *
     * @throws UnreadableTask if it cannot be read
     */
    public static TaskState read(String json) {
        return UnreadableTask.read("state", json, TaskState.class);
    }

    /** The state to show. If it cannot be read, one made from the columns, with a sentence that says so. */
    public static TaskState shown(Sql sql, String taskId, String json) {
        try {
            return read(json);
        } catch (UnreadableTask e) {
            return ofColumns(sql, taskId, String.valueOf(e.getMessage()));
        }
    }

    /** The state folded from the task's journal; empty if an event is missing or cannot be read. */
    public static Optional<TaskState> folded(Readers readers, String taskId) {
        TaskState state = TaskState.initial(taskId);
        try {
            while (true) {
                long since = state.lastEventId();
                List<String> bodies = readers.read(sql -> sql.list(
                        row -> row.getString(1),
                        "SELECT body FROM event WHERE task_id = ? AND seq > ? ORDER BY seq LIMIT ?",
                        taskId,
                        since,
                        FOLD_BATCH));
                for (String body : bodies) {
                    state = state.apply(Json.read(body, Event.class));
                }
                if (bodies.size() < FOLD_BATCH) {
                    return Optional.of(state);
                }
            }
        } catch (MalformedJson | IllegalTransition e) {
            return Optional.empty();
        }
    }

    /** What can be derived from the types of a task's events. */
    private record Columns(
            long lastEventId,
            Instant lastEventAt,
            int runs,
            @Nullable String lastType) {
        static Columns of(Row row) {
            return new Columns(
                    row.getLong("last_seq"),
                    Instant.ofEpochMilli(row.getLong("last_event_at")),
                    row.getInt("runs"),
                    row.getStringOrNull("last_type"));
        }

        /** A run without a final event is running. */
        TaskStatus status() {
            return switch (lastType) {
                case null -> TaskStatus.PENDING;
                case "TASK_COMPLETE" -> TaskStatus.SUCCEEDED;
                case "TASK_ERROR" -> TaskStatus.FAILED;
                case "TASK_CANCELLED" -> TaskStatus.CANCELLED;
                default -> TaskStatus.RUNNING;
            };
        }
    }

    /**
     * The state derived from the event types alone, without reading any JSON.
     *
     * @param sentence why there is nothing more
     */
    static TaskState ofColumns(Sql sql, String taskId, String sentence) {
        Columns columns = columns(sql, taskId);
        return state(taskId, columns, columns.status(), sentence);
    }

    /** The same state, but FAILED. */
    public static TaskState failed(Sql sql, String taskId, String sentence) {
        return state(taskId, columns(sql, taskId), TaskStatus.FAILED, sentence);
    }

    private static Columns columns(Sql sql, String taskId) {
        return sql.first(
                        Columns::of,
                        "SELECT last_seq, last_event_at,"
                                + " (SELECT COUNT(*) FROM event WHERE task_id = task.id AND type = 'TASK_START') AS runs,"
                                + " (SELECT type FROM event WHERE task_id = task.id ORDER BY seq DESC LIMIT 1) AS last_type"
                                + " FROM task WHERE id = ?",
                        taskId)
                .orElse(new Columns(0, Instant.EPOCH, 0, null));
    }

    private static TaskState state(String taskId, Columns columns, TaskStatus status, String sentence) {
        return new TaskState(
                taskId,
                status,
                status == TaskStatus.SUCCEEDED ? 1 : 0,
                null,
                sentence,
                null,
                status.terminal() ? columns.lastEventAt() : null,
                sentence,
                status == TaskStatus.FAILED ? ErrorType.STORAGE : null,
                null,
                columns.runs(),
                Math.min(1, columns.runs()),
                null,
                false,
                Usage.NONE,
                columns.lastEventId(),
                null);
    }
}

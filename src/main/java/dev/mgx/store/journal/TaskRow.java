package dev.mgx.store.journal;

import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.task.StoredState;
import dev.mgx.store.task.UnreadableTask;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's row as those need it who begin, take over, queue or fail a run. Its state is read with it: once per run,
 * not once per append.
 *
 * @param queueTicket its place in the queue, or null
 * @param requestJson what the queued, running or last run was asked to be
 * @param endingJson the end that was decided and not recorded yet, or null
 */
public record TaskRow(
        TaskState state,
        long epoch,
        Instant lastEventAt,
        @Nullable Long queueTicket,
        String requestJson,
        long usedMillis,
        int takeovers,
        @Nullable String endingJson) {

    public static final String COLUMNS =
            "state, epoch, last_event_at, queue_ticket, request, used_millis, takeovers, ending";

    public static Optional<TaskRow> find(Tx tx, String taskId) {
        return tx.sql().first(TaskRow::read, "SELECT " + COLUMNS + " FROM task WHERE id = ?", taskId);
    }

    /**
     * Reads a row that has {@link #COLUMNS}.
     *
     * @throws UnreadableTask when its state cannot be read
     */
    public static TaskRow read(Row row) {
        return new TaskRow(
                StoredState.read(row.getString("state")),
                row.getLong("epoch"),
                Instant.ofEpochMilli(row.getLong("last_event_at")),
                row.isNull("queue_ticket") ? null : row.getLong("queue_ticket"),
                row.getString("request"),
                row.getLong("used_millis"),
                row.getInt("takeovers"),
                row.getStringOrNull("ending"));
    }

    /**
     * What the queued, running or last run was asked to be.
     *
     * @throws UnreadableTask when it cannot be read
     */
    public RunRequest request() {
        return UnreadableTask.read("request", requestJson, RunRequest.class);
    }

    /**
     * The end that was decided and not recorded yet, or null.
     *
     * @throws UnreadableTask when it cannot be read
     */
    @Nullable
    public DecidedEnd ending() {
        return endingJson == null ? null : UnreadableTask.read("decided end", endingJson, DecidedEnd.class);
    }

    /** Where its journal is written on. */
    public JournalPosition position() {
        return new JournalPosition(state, lastEventAt, queueTicket != null);
    }
}

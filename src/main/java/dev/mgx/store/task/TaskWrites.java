package dev.mgx.store.task;

import dev.mgx.json.Json;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.task.TaskState;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to tasks. If a task's state cannot be read, it is first rebuilt from the journal, so that no request fails
 * because of a damaged row. Thread-safe.
 */
public final class TaskWrites {
    private static final Logger log = LoggerFactory.getLogger(TaskWrites.class);

    private final Writer writer;
    private final Readers readers;

    public TaskWrites(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** Does {@code work}, once more where the task's state had to be rebuilt; throws what {@link Writer#write} does. */
    public <T> T write(String taskId, Writer.Work<T> work, WriteTimeouts patience) {
        return rebuilding(taskId, () -> writer.write(work, patience), patience);
    }

    /** The same for work that reads the state before it writes. */
    public <T> T rebuilding(String taskId, Supplier<T> work, WriteTimeouts patience) {
        try {
            return work.get();
        } catch (UnreadableTask e) {
            log.warn("Task {}: {}; its state is rebuilt from its events", taskId, e.getMessage());
            rebuild(taskId, String.valueOf(e.getMessage()), patience);
            return work.get();
        }
    }

    /** Folds outside the writer's thread, because a journal may be long. */
    private void rebuild(String taskId, String sentence, WriteTimeouts timeouts) {
        Optional<TaskState> folded = StoredState.folded(readers, taskId);
        boolean rebuilt = writer.write(tx -> replaceUnreadable(tx.sql(), taskId, folded, sentence), timeouts);
        log.debug("Task {}: its state was rebuilt: {}", taskId, rebuilt);
    }

    private static boolean replaceUnreadable(Sql sql, String taskId, Optional<TaskState> folded, String sentence) {
        Optional<String> json = sql.first(row -> row.getString(1), "SELECT state FROM task WHERE id = ?", taskId);
        if (json.isEmpty() || isReadable(json.get())) {
            return false; // the task is gone, or the state was already rebuilt
        }
        long last = sql.number("SELECT last_seq FROM task WHERE id = ?", taskId);
        TaskState state = folded.filter(whole -> whole.lastEventId() == last)
                .orElse(StoredState.ofColumns(sql, taskId, sentence));
        return sql.update(
                        "UPDATE task SET state = ?, status = ? WHERE id = ?",
                        Json.write(state),
                        state.status().name(),
                        taskId)
                > 0;
    }

    private static boolean isReadable(String json) {
        try {
            StoredState.read(json);
            return true;
        } catch (UnreadableTask e) {
            return false;
        }
    }
}

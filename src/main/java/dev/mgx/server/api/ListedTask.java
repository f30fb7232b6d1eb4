package dev.mgx.server.api;

import dev.mgx.store.task.TaskWithState;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a {@link Task} with its state. */
record ListedTask(
        String id,
        @Nullable String title,
        String inputPrompt,
        TaskStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String resultSummary,
        TaskOptions options,
        Map<String, String> metadata,
        @Nullable Integer queuePosition,
        TaskState state) {

    static ListedTask of(TaskWithState found) {
        Task task = found.task();
        return new ListedTask(
                task.id(),
                task.title(),
                task.inputPrompt(),
                task.status(),
                task.createdAt(),
                task.updatedAt(),
                task.resultSummary(),
                task.options(),
                task.metadata(),
                task.queuePosition(),
                found.state());
    }
}

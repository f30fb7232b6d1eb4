package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A requirement from a person, and its status.
 *
 * @param status the status of the task; PENDING also while it is queued to run again
 * @param metadata what a client knows the task by
 * @param queuePosition position in the queue, 1 is next; null if not queued
 */
public record Task(
        String id,
        @Nullable String title,
        String inputPrompt,
        TaskStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String resultSummary,
        TaskOptions options,
        Map<String, String> metadata,
        @Nullable Integer queuePosition) {

    public Task {
        metadata = Map.copyOf(new TreeMap<>(metadata));
    }
}

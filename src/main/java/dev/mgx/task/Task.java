package dev.mgx.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A requirement a person gave, and how far it has come.
 *
 * @param status where the task stands; PENDING also while it waits for a free place to run again
 * @param queuePosition 1 is next; null when the task waits for no place
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
        @Nullable Integer queuePosition) {}

package dev.mgx.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A requirement from a person, and its status.
 *
 * @param status the status of the task; PENDING also while it is queued to run again
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
        @Nullable Integer queuePosition) {}

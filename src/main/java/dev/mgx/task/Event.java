package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a task, as it was recorded. Immutable.
 *
 * @param eventId the task's own sequence: 1, 2, 3 … without a gap for the life of the task
 * @param timestamp when it was recorded; never falls within a task
 * @param agentRole who did it, or null for the system
 * @param payload details; always has {@code message}
 * @param parentId the event that opened the step this one belongs to, or null
 */
public record Event(
        long eventId,
        String taskId,
        Instant timestamp,
        @Nullable AgentRole agentRole,
        EventType eventType,
        Map<String, @Nullable Object> payload,
        @Nullable Long parentId,
        @Nullable String filePath,
        @Nullable String codeDiff,
        @Nullable String executionResult,
        @Nullable VisualType visualType) {

    /** The sentence a person can read. */
    public String message() {
        return payload.get("message") instanceof String text ? text : "";
    }
}

package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded event of a task. Immutable.
 *
 * @param eventId position in the task's sequence: 1, 2, 3 … without gaps over all runs
 * @param timestamp when it was recorded; never decreases within a task
 * @param agentRole the role that caused it, or null for the system
 * @param payload details; always contains {@code message}
 * @param parentId the first event of the step that this one belongs to, or null
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

    /** The message for people. */
    public String message() {
        return payload.get("message") instanceof String text ? text : "";
    }
}

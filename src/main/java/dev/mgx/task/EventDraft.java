package dev.mgx.task;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event before it is recorded: everything but its sequence number and timestamp. Immutable; the methods return
 * modified copies.
 *
 * @param payload details; values are strings, numbers, booleans, null, lists and maps of these, or records of this
 *     package
 */
public record EventDraft(
        EventType type,
        @Nullable AgentRole agentRole,
        Map<String, @Nullable Object> payload,
        @Nullable Long parentId,
        @Nullable String filePath,
        @Nullable String codeDiff,
        @Nullable String executionResult,
        @Nullable VisualType visualType) {

    public EventDraft {
        payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }

    /** A system event with a message for people. */
    public static EventDraft of(EventType type, String message) {
        return new EventDraft(type, null, Map.of("message", message), null, null, null, null, null);
    }

    /** A copy caused by {@code role}. */
    public EventDraft by(@Nullable AgentRole role) {
        return new EventDraft(type, role, payload, parentId, filePath, codeDiff, executionResult, visualType);
    }

    /** A copy with one more detail; a null value is recorded as null. */
    public EventDraft with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(payload);
        more.put(key, value);
        return new EventDraft(type, agentRole, more, parentId, filePath, codeDiff, executionResult, visualType);
    }

    public EventDraft under(@Nullable Long parent) {
        return new EventDraft(type, agentRole, payload, parent, filePath, codeDiff, executionResult, visualType);
    }

    public EventDraft visual(VisualType visual) {
        return new EventDraft(type, agentRole, payload, parentId, filePath, codeDiff, executionResult, visual);
    }

    public EventDraft file(String path) {
        return new EventDraft(type, agentRole, payload, parentId, path, codeDiff, executionResult, visualType);
    }

    /** A copy with a unified diff, shown as a diff. */
    public EventDraft diff(String unifiedDiff) {
        return new EventDraft(
                type, agentRole, payload, parentId, filePath, unifiedDiff, executionResult, VisualType.DIFF);
    }

    /** A copy with the result of an execution, shown as an execution. */
    public EventDraft execution(String result) {
        return new EventDraft(type, agentRole, payload, parentId, filePath, codeDiff, result, VisualType.EXECUTION);
    }

    /** The recorded event with this sequence number and timestamp. */
    public Event recorded(String taskId, long eventId, Instant timestamp) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(payload);
        // The first engine's clients read these from the payload.
        if (visualType != null) {
            details.put("visual_type", visualType.name());
        }
        if (filePath != null) {
            details.put("file_path", filePath);
        }
        if (codeDiff != null) {
            details.put("code_diff", codeDiff);
        }
        if (executionResult != null) {
            details.put("execution_result", executionResult);
        }
        return new Event(
                eventId,
                taskId,
                timestamp,
                agentRole,
                type,
                Collections.unmodifiableMap(details),
                parentId,
                filePath,
                codeDiff,
                executionResult,
                visualType);
    }
}

package dev.mgx.client;

import dev.mgx.task.ErrorType;
import dev.mgx.task.TaskStatus;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The state of a task, as the server sent it.
 *
 * @param json all of it: {@code TaskState} in {@code openapi.yaml}
 */
public record MgxState(JsonNode json) {
    static TaskStatus status(JsonNode json) {
        String name = json.path("status").asString("");
        try {
            return TaskStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new ServerUnreachable(
                    "The server says a status that this client does not know: '%s'".formatted(name), e);
        }
    }

    public TaskStatus status() {
        return status(json);
    }

    /** From 0 to 1. */
    public double progress() {
        return json.path("progress").asDouble(0);
    }

    /** 1, 2, …; 0 before the first. */
    public int run() {
        return json.path("run").asInt(0);
    }

    /** From 1; 0 if it is not queued. */
    public int queuePosition() {
        return json.path("queue_position").asInt(0);
    }

    /** Whether the answers are canned, and no real model's. */
    public boolean simulated() {
        return json.path("simulated").asBoolean(false);
    }

    public long lastEventId() {
        return json.path("last_event_id").asLong(0);
    }

    /** Why the run failed, as a sentence; empty if it did not. */
    public String errorMessage() {
        return json.path("error_message").asString("");
    }

    /** Why the run failed, for programs; empty if it did not, or the server says what this client does not know. */
    public Optional<ErrorType> errorType() {
        return ErrorType.named(json.path("error_type").asString(""));
    }

    /** What the run waits for, such as {@code approval}; empty if it does not wait. */
    public String waitsFor() {
        return json.path("waiting_for").path("what").asString("");
    }

    /** What the run came to, an object to which more may be added; missing or null if it came to nothing. */
    public JsonNode finalResult() {
        return json.path("final_result");
    }
}

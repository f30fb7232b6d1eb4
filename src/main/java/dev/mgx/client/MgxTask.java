package dev.mgx.client;

import dev.mgx.task.TaskStatus;
import tools.jackson.databind.JsonNode;

/**
 * A task, as the server sent it.
 *
 * @param json all of it: {@code Task} in {@code openapi.yaml}
 */
public record MgxTask(JsonNode json) {
    public String id() {
        return json.path("id").asString("");
    }

    /** Empty if it has none. */
    public String title() {
        return json.path("title").asString("");
    }

    public String inputPrompt() {
        return json.path("input_prompt").asString("");
    }

    public TaskStatus status() {
        return MgxState.status(json);
    }
}

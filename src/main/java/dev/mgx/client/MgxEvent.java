package dev.mgx.client;

import tools.jackson.databind.JsonNode;

/**
 * An event of a task, as the server sent it.
 *
 * @param json all of it: {@code Event} in {@code openapi.yaml}
 */
public record MgxEvent(JsonNode json) {
    /** 1, 2, 3 … in a task: where a watch may go on. */
    public long eventId() {
        return json.path("event_id").asLong(0);
    }

    /** Such as {@code TASK_START}; a newer server may have others than this client knows. */
    public String type() {
        return json.path("event_type").asString("");
    }

    /** A sentence for people. */
    public String message() {
        return payload().path("message").asString("");
    }

    /** Its details, an object to which more may be added: docs/api.md has a table by type. */
    public JsonNode payload() {
        return json.path("payload");
    }
}

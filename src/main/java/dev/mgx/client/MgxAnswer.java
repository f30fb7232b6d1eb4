package dev.mgx.client;

import tools.jackson.databind.JsonNode;

/**
 * What the server says to a request that starts, changes or answers something.
 *
 * @param json all of it: {@code RunAnswer}, {@code Edited} or {@code Done} in {@code openapi.yaml}
 */
public record MgxAnswer(JsonNode json) {
    /** A sentence for people. */
    public String message() {
        return json.path("message").asString("");
    }

    /** Of a run: whether one was queued or under way already, and so none was started. */
    public boolean alreadyRunning() {
        return json.path("status").asString("").equals("already_running");
    }

    /** Of an edit: what it changed, as a unified diff. */
    public String diff() {
        return json.path("diff").asString("");
    }
}

package dev.mgx.client;

import tools.jackson.databind.JsonNode;

/**
 * The program of a task that listens, as the server sent it.
 *
 * @param json all of it: {@code Service} in {@code openapi.yaml}
 */
public record ListeningProgram(JsonNode json) {
    /** What opens it, for five minutes; empty if it does not run. */
    public String url() {
        return json.path("url").asString("");
    }

    /** Why it does not run, as a sentence; empty if it does. */
    public String reason() {
        return json.path("reason").asString("");
    }

    /** The last lines that it wrote. */
    public String lastOutput() {
        return json.path("last_output").asString("");
    }
}

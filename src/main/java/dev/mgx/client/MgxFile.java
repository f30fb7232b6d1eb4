package dev.mgx.client;

import tools.jackson.databind.JsonNode;

/**
 * A file of a task's latest run, without its content, as the server sent it.
 *
 * @param json all of it: {@code ProjectFile} in {@code openapi.yaml}
 */
public record MgxFile(JsonNode json) {
    public String path() {
        return json.path("file_path").asString("");
    }

    public int latestVersion() {
        return json.path("latest_version").asInt(0);
    }

    /** The role that wrote the latest version. */
    public String agentRole() {
        return json.path("agent_role").asString("");
    }

    /** When the latest version was written, in ISO 8601. */
    public String updatedAt() {
        return json.path("updated_at").asString("");
    }
}

package dev.mgx.client;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A version of a file, without its content, as the server sent it.
 *
 * @param json all of it: {@code FileVersion} in {@code openapi.yaml}
 */
public record MgxFileVersion(JsonNode json) {
    /** 1, 2, 3 … in a file. */
    public int version() {
        return json.path("version").asInt(0);
    }

    public Instant createdAt() {
        return Instant.parse(json.path("created_at").asString(""));
    }
}

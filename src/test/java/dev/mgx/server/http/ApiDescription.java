package dev.mgx.server.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mgx.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** /openapi.json, and validation of responses against it. */
public record ApiDescription(JsonNode api) {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    public static ApiDescription of(String openapi) {
        return new ApiDescription(Json.readTree(openapi));
    }

    /** A route's path in the notation of the description. */
    public static String path(Route route) {
        return route.text().replace("{id}", "{task_id}").replace("{path…}", "{file_path}");
    }

    JsonNode operation(String method, String path) {
        return api.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** The target of a reference, or the node itself. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? api.at(node.path("$ref").asString().substring(1)) : node;
    }

    /** Whether the operation lists this status. */
    public boolean names(String method, String path, int status) {
        return operation(method, path).path("responses").has(Integer.toString(status));
    }

    /** The violations of a JSON body against the schema of its operation and status; empty if valid. */
    public List<String> flaws(String method, String path, int status, String contentType, String body) {
        JsonNode responses = operation(method, path).path("responses");
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            response = responses.path("default");
        }
        JsonNode media = resolve(response).path("content").path(contentType.replaceAll(";.*", ""));
        if (media.isMissingNode()) {
            return List.of("%s %s does not answer %d with %s".formatted(method, path, status, contentType));
        }
        return contentType.contains("json")
                ? schema(media.path("schema")).validate(Json.readTree(body)).stream()
                        .map(Error::toString)
                        .toList()
                : List.of();
    }

    /** The schema together with all components it may refer to. */
    private Schema schema(JsonNode schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", api.path("components"));
        return SCHEMAS.getSchema(root);
    }
}

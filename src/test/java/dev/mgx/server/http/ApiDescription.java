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

/** What /openapi.json says, and whether an answer is as it says. */
public record ApiDescription(JsonNode api) {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    public static ApiDescription of(String openapi) {
        return new ApiDescription(Json.readTree(openapi));
    }

    /** The path of a route as the description writes it. */
    public static String path(Route route) {
        return route.text().replace("{id}", "{task_id}").replace("{path…}", "{file_path}");
    }

    JsonNode operation(String method, String path) {
        return api.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** What a node refers to, or itself. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? api.at(node.path("$ref").asString().substring(1)) : node;
    }

    /** Whether the operation names this status itself. */
    public boolean names(String method, String path, int status) {
        return operation(method, path).path("responses").has(Integer.toString(status));
    }

    /** What is wrong with a JSON body by the schema of its operation and status; nothing where it is right. */
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

    /** The schema with everything beside it that it may refer to. */
    private Schema schema(JsonNode schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", api.path("components"));
        return SCHEMAS.getSchema(root);
    }
}

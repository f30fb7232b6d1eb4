package dev.mgx.server.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mgx.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** /openapi.json, and validation of responses against it. */
public record ApiDescription(JsonNode api) {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** The whole description, with what is not published. */
    public static ApiDescription whole() {
        return of(Description.API.json());
    }

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

    /** The target of a reference, also of one that may be null, or the node itself. */
    public JsonNode resolve(JsonNode node) {
        JsonNode given = node.has("anyOf") ? node.path("anyOf").path(0) : node;
        return given.has("$ref") ? api.at(given.path("$ref").asString().substring(1)) : given;
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

    /** The violations of a value against a schema of this name; empty if valid. */
    public List<String> flaws(String schema, JsonNode value) {
        return schema(api.path("components").path("schemas").path(schema)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** What a generator would have to name itself: an object or a choice of words within another schema. */
    public List<String> unnamedSchemas() {
        List<String> unnamed = new ArrayList<>();
        api.path("components").path("schemas").properties().forEach(each -> {
            collectUnnamed(each.getValue().path("properties"), each.getKey(), unnamed);
            collectUnnamed(each.getValue().path("items"), each.getKey(), unnamed);
        });
        collectMedia((where, media) -> {
            if (isUnnamed(media.path("schema"))) {
                unnamed.add(where);
            }
        });
        return unnamed;
    }

    private static void collectUnnamed(JsonNode node, String where, List<String> unnamed) {
        for (JsonNode inner : node) {
            if (isUnnamed(inner)) {
                unnamed.add(where + ": " + inner);
            }
            collectUnnamed(inner, where, unnamed);
        }
    }

    private static boolean isUnnamed(JsonNode schema) {
        return schema.path("properties").isObject()
                || (schema.path("enum").isArray()
                        && !schema.path("type").asString("").equals("boolean"));
    }

    /** What is missing of the examples of bodies and answers, or wrong with them. A file has none. */
    public List<String> exampleFlaws() {
        List<String> flaws = new ArrayList<>();
        collectMedia((where, media) -> {
            if (media.path("schema").path("format").asString("").equals("binary")) {
                return;
            }
            if (media.path("examples").isEmpty()) {
                flaws.add(where + " has no example");
            }
            media.path("examples")
                    .forEach(example -> schema(media.path("schema"))
                            .validate(resolve(example).path("value"))
                            .forEach(error -> flaws.add(where + ": " + error)));
        });
        return flaws;
    }

    private void collectMedia(BiConsumer<String, JsonNode> each) {
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    String where =
                            path.getKey() + " " + operation.path("operationId").asString("");
                    List<JsonNode> contents = new ArrayList<>(List.of(operation.path("requestBody")));
                    operation.path("responses").forEach(response -> contents.add(resolve(response)));
                    contents.forEach(body -> body.path("content")
                            .properties()
                            .forEach(media -> each.accept(where + " " + media.getKey(), media.getValue())));
                }));
    }

    /** The schema together with all components it may refer to. */
    private Schema schema(JsonNode schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", api.path("components"));
        return SCHEMAS.getSchema(root);
    }
}

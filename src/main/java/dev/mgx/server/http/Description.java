package dev.mgx.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The API description, openapi.yaml. It is served as JSON, and requests are validated against it, so that the two
 * agree. Immutable.
 */
public final class Description {
    /** The description bundled with the program. */
    public static final Description API = new Description(YAMLMapper.shared().readTree(resource("openapi.yaml")));

    /** Marks an operation that is not published. */
    private static final String INTERNAL = "x-internal";

    private final JsonNode document;

    Description(JsonNode document) {
        this.document = document;
    }

    /** The document as JSON. */
    public String json() {
        return document.toString();
    }

    /**
     * The document as JSON without the operations that are marked as internal: the files of the pages, and the WebSocket,
     * of which a generator would make a call that cannot work.
     */
    public String published() {
        JsonNode published = document.deepCopy();
        for (JsonNode item : published.path("paths")) {
            item.properties().stream()
                    .filter(operation -> operation.getValue().has(INTERNAL))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(((ObjectNode) item)::remove);
        }
        ObjectNode paths = (ObjectNode) published.path("paths");
        paths.properties().stream()
                .filter(item -> Set.of("parameters").containsAll(item.getValue().propertyNames()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(paths::remove);
        return published.toString();
    }

    /** The description of the WebSocket, asyncapi.yaml, as JSON, with the schemas of this document that it refers to. */
    public String asyncApi() {
        JsonNode described = YAMLMapper.shared().readTree(resource("asyncapi.yaml"));
        ObjectNode schemas = (ObjectNode) described.path("components").path("schemas");
        Deque<JsonNode> unread = new ArrayDeque<>(List.of(described));
        while (!unread.isEmpty()) {
            for (JsonNode reference : unread.removeFirst().findValues("$ref")) {
                String name = reference.stringValue().replaceFirst("^#/components/schemas/", "");
                if (!name.startsWith("#") && !schemas.has(name)) {
                    JsonNode found = resolve(reference);
                    schemas.set(name, found);
                    unread.add(found);
                }
            }
        }
        return described.toString();
    }

    /** A schema of the components section. */
    public Schema schema(String name) {
        return Schema.of(document.path("components").path("schemas").required(name), this::resolve);
    }

    private JsonNode resolve(JsonNode reference) {
        return document.at(reference.stringValue().substring(1));
    }

    /** A route's path in the notation of openapi.yaml. */
    static String path(Route route) {
        String path = route.text().replace("{id}", "{task_id}").replace("{path…}", "{file_path}");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** @throws IllegalStateException if the route is not described, or described with a keyword that is not checked */
    Operation operation(Route route) {
        JsonNode item = document.path("paths").path(path(route));
        JsonNode operation = item.path(route.method().toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            throw new IllegalStateException(
                    "openapi.yaml does not describe %s %s".formatted(route.method(), path(route)));
        }
        return new Operation(
                parameters(operation, "query"),
                operation.path("responses").has("422") && isForPrograms(path(route)),
                parameters(operation, "header"),
                upload(operation),
                body(route, operation),
                operation.path("requestBody").path("required").asBoolean(false));
    }

    /** Elsewhere parameters are added by browsers and balancers, and harm nothing. */
    private static boolean isForPrograms(String path) {
        return path.startsWith("/api/") || path.startsWith("/ws/");
    }

    private Map<String, Operation.Parameter> parameters(JsonNode operation, String in) {
        UnaryOperator<JsonNode> resolve = this::resolve;
        Map<String, Operation.Parameter> parameters = new LinkedHashMap<>();
        for (JsonNode given : operation.path("parameters")) {
            JsonNode each = given.has("$ref") ? resolve(given.path("$ref")) : given;
            if (each.path("in").stringValue().equals(in)) {
                JsonNode fallback = each.path("schema").path("default");
                parameters.put(
                        each.path("name").stringValue(),
                        new Operation.Parameter(
                                Schema.of(each.path("schema"), resolve),
                                fallback.isMissingNode() ? null : fallback.asString()));
            }
        }
        return parameters;
    }

    /** The media type of a body that is no JSON. */
    private static @Nullable String upload(JsonNode operation) {
        return operation.path("requestBody").path("content").propertyNames().stream()
                .filter(type -> !type.equals("application/json"))
                .findFirst()
                .orElse(null);
    }

    /** Without a described body no fields are allowed; the body of a GET is ignored (RFC 9110, 9.3.1). */
    private @Nullable Schema body(Route route, JsonNode operation) {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (!schema.isMissingNode()) {
            return Schema.of(schema, this::resolve);
        }
        return upload(operation) != null || List.of("GET", "HEAD").contains(route.method()) ? null : schema("NoFields");
    }

    /** A text resource bundled with the program. */
    public static String resource(String name) {
        try (InputStream in = Description.class.getResourceAsStream("/dev/mgx/server/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

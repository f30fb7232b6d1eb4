package dev.mgx.server;

import dev.mgx.server.http.ApiDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A method of a path with its described parameters and body. */
public record DescribedOperation(
        String method, String path, List<Parameter> parameters, Map<String, JsonNode> fields, List<String> tags) {

    record Parameter(String name, String in) {}

    public static List<DescribedOperation> all(ApiDescription api) {
        List<DescribedOperation> all = new ArrayList<>();
        api.api()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    if (!each.getKey().equals("parameters")) {
                        all.add(of(api, path.getKey(), path.getValue(), each.getKey()));
                    }
                }));
        return all;
    }

    private static DescribedOperation of(ApiDescription api, String path, JsonNode item, String method) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode list : List.of(item.path("parameters"), item.path(method).path("parameters"))) {
            list.forEach(given -> {
                JsonNode each = api.resolve(given);
                parameters.add(new Parameter(
                        each.path("name").asString(), each.path("in").asString()));
            });
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        JsonNode content = item.path(method).path("requestBody").path("content");
        collect(api, content.path("application/json").path("schema"), "", fields);
        List<String> tags = item.path(method)
                .path("tags")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        return new DescribedOperation(method.toUpperCase(Locale.ROOT), path, parameters, fields, tags);
    }

    private static void collect(ApiDescription api, JsonNode schema, String prefix, Map<String, JsonNode> fields) {
        JsonNode resolved = api.resolve(schema);
        resolved.path("properties").properties().forEach(property -> {
            String name = prefix + property.getKey();
            fields.put(name, api.resolve(property.getValue()));
            collect(api, property.getValue(), name + ".", fields);
        });
    }

    /** A valid request. */
    public FuzzedRequest request(ApiDescription api, String task) {
        FuzzedRequest request = new FuzzedRequest(method, path, Map.of(), List.of(), Map.of(), Map.of(), null);
        for (Parameter parameter : parameters) {
            if (parameter.in().equals("path")) {
                request = request.withVariable(
                        parameter.name(), parameter.name().equals("task_id") ? task : "src/A.java");
            }
        }
        if (path.equals("/api/events/stream")) {
            request = request.withQuery("wait", "0"); // or it does not end
        }
        if (api.names(method, path, 101)) {
            request = request.withHeader("Upgrade", "websocket")
                    .withHeader("Connection", "close, Upgrade")
                    .withHeader("Sec-WebSocket-Version", "13")
                    .withHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            request = sample(request, field.getKey(), field.getValue());
        }
        return request;
    }

    private static FuzzedRequest sample(FuzzedRequest request, String name, JsonNode schema) {
        if (schema.has("properties")) {
            return request;
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").get(0).asString()
                : schema.path("type").asString("string");
        return switch (type) {
            case "integer", "number" -> request.withField(name, "1");
            case "boolean" -> request.withField(name, "true");
            case "array" -> request.withField(name, "null");
            default -> schema.has("enum") ? request : request.withField(name, text(name));
        };
    }

    private static String text(String name) {
        return name.equals("file_path") ? "\"src/A.java\"" : "\"x\"";
    }

    /** Every hostile value in every part. */
    List<UnaryOperator<FuzzedRequest>> changes(ApiDescription api) {
        List<UnaryOperator<FuzzedRequest>> changes = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            switch (parameter.in()) {
                case "path" -> HostileValues.IN_URLS.forEach(value -> changes.add(of -> of.withVariable(name, value)));
                case "query" -> HostileValues.IN_URLS.forEach(value -> changes.add(of -> of.withQuery(name, value)));
                case "header" ->
                    HostileValues.IN_HEADERS.forEach(value -> changes.add(of -> of.withHeader(name, value)));
                default -> throw new IllegalStateException("a parameter in " + parameter.in());
            }
        }
        for (String name : fields.keySet()) {
            HostileValues.IN_JSON.forEach(value -> changes.add(of -> of.withField(name, value)));
        }
        HostileValues.BODIES.forEach(body -> changes.add(of -> of.withBody(body)));
        HostileValues.CONTENT_TYPES.forEach(
                type -> changes.add(of -> of.withBody("{}").withHeader("Content-Type", type)));
        HostileValues.METHODS.forEach(other -> changes.add(of -> of.withMethod(other)));
        if (api.names(method, path, 101)) {
            for (String name : List.of("Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key")) {
                HostileValues.IN_HEADERS.forEach(value -> changes.add(of -> of.withHeader(name, value)));
            }
        }
        changes.add(of -> of.withQuery("nobody", "asked"));
        changes.add(of -> of.withField("nobody", "\"asked\""));
        return changes;
    }
}

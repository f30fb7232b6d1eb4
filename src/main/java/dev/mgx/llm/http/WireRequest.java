package dev.mgx.llm.http;

import dev.mgx.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request as it goes over the wire. Its headers hold the key, so it has no words for itself. Immutable. */
public final class WireRequest {
    private static final String USER_AGENT = "MGX-Engine";

    private final URI uri;
    private final Map<String, List<String>> headers;
    private final @Nullable JsonNode body;

    private WireRequest(URI uri, Map<String, List<String>> headers, @Nullable JsonNode body) {
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    public static WireRequest get(URI uri, Map<String, String> headers) {
        Map<String, List<String>> each = new java.util.TreeMap<>();
        headers.forEach((name, value) -> each.put(name, List.of(value)));
        return new WireRequest(uri, each, null);
    }

    static WireRequest post(URI uri, Map<String, List<String>> headers, String json) {
        return new WireRequest(uri, headers, Json.readTree(json));
    }

    boolean has(OptionalField field) {
        return body != null && field.isIn(body);
    }

    public WireRequest without(OptionalField field) {
        return body == null ? this : new WireRequest(uri, headers, field.leftOutOf(body));
    }

    HttpRequest http() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
        request.setHeader("User-Agent", USER_AGENT);
        return body == null
                ? request.GET().build()
                : request.POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build();
    }
}

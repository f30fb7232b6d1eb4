package dev.mgx.llm.http;

import dev.mgx.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request as it goes over the wire. Its headers hold the key, so it has no words for itself. Immutable. */
public final class WireRequest {
    private static final String USER_AGENT = "MGX-Engine";

    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable JsonNode body;

    private WireRequest(URI uri, Map<String, String> headers, @Nullable JsonNode body) {
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    public static WireRequest get(URI uri, Map<String, String> headers) {
        return new WireRequest(uri, Map.copyOf(headers), null);
    }

    /** The request with this body, which is not changed afterwards. */
    public static WireRequest post(URI uri, Map<String, String> headers, JsonNode body) {
        return new WireRequest(uri, Map.copyOf(headers), body);
    }

    boolean has(OptionalField field) {
        return body != null && field.isIn(body);
    }

    /** The request without this field; itself where it does not have it. */
    public WireRequest without(OptionalField field) {
        return body != null && field.isIn(body) ? new WireRequest(uri, headers, field.leftOutOf(body)) : this;
    }

    URI uri() {
        return uri;
    }

    /** The request, sent there. */
    HttpRequest.Builder http(URI there) {
        HttpRequest.Builder request = HttpRequest.newBuilder(there);
        headers.forEach(request::setHeader);
        request.setHeader("User-Agent", USER_AGENT);
        if (body == null) {
            return request.GET();
        }
        return request.setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
    }
}

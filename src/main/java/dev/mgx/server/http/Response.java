package dev.mgx.server.http;

import dev.mgx.json.Json;
import dev.mgx.server.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A route's response. */
public record Response(int status, Map<String, String> headers, Body body) {

    /** What follows the headers. */
    public sealed interface Body {
        /** A complete body. */
        record Whole(String text) implements Body {}

        /** A complete body that is no text, or not as such. */
        record Bytes(Buffer content) implements Body {}

        /**
         * A body produced while it is sent, on a thread that may block; closed when it is sent or the client is gone.
         */
        non-sealed interface Pieces extends Body, Iterator<Buffer>, AutoCloseable {
            @Override
            default void close() {}
        }
    }

    public Response {
        headers = Map.copyOf(headers);
    }

    /** A response whose body is {@code value} as JSON. */
    public static Response json(int status, Object value) {
        return of(status, "application/json", new Body.Whole(Json.write(value)));
    }

    /** The response that tells a problem. */
    public static Response of(Problem problem) {
        return json(problem.type().status(), problem.members()).with("Content-Type", "application/problem+json");
    }

    public static Response of(int status, String contentType, Body body) {
        return new Response(status, Map.of("Content-Type", contentType), body);
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new Body.Whole(""));
    }

    /** A copy with this header set. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }
}

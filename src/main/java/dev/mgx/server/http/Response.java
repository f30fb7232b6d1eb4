package dev.mgx.server.http;

import dev.mgx.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a route answers. */
public record Response(int status, Map<String, String> headers, Body body) {

    /** What follows the headers. */
    public sealed interface Body {
        /** A body that is there already. */
        record Whole(String text) implements Body {}

        /**
         * A body that is made while it is sent, on a thread that may block; closed when it is sent, or when
         * nobody takes it any more.
         */
        non-sealed interface Pieces extends Body, Iterator<Buffer>, AutoCloseable {
            @Override
            default void close() {}
        }
    }

    public Response {
        headers = Map.copyOf(headers);
    }

    /** An answer whose body is {@code value} as JSON. */
    public static Response json(int status, Object value) {
        return of(status, "application/json", new Body.Whole(Json.write(value)));
    }

    public static Response of(int status, String contentType, Body body) {
        return new Response(status, Map.of("Content-Type", contentType), body);
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new Body.Whole(""));
    }

    /** The same with this header instead of what it had. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }
}

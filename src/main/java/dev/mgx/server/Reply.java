package dev.mgx.server;

import dev.mgx.json.Json;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a route answers.
 *
 * @param body pieces of text, taken one by one as the client takes them, on a thread that may block
 */
record Reply(int status, Map<String, String> headers, Iterable<String> body) {

    Reply {
        headers = Map.copyOf(headers);
    }

    /** An answer whose body is {@code value} as JSON. */
    static Reply json(int status, Object value) {
        return text(status, "application/json", Json.write(value));
    }

    static Reply text(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", contentType), List.of(body));
    }

    /** A JSON document that is made while it is sent. */
    static Reply stream(Iterator<String> pieces) {
        return new Reply(200, Map.of("Content-Type", "application/json"), () -> pieces);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), List.of());
    }

    /** The same with this header instead of what it had. */
    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    /** The whole body where it is there already, which is to say nothing has to be waited for. */
    boolean atOnce() {
        return body instanceof List<String>;
    }
}

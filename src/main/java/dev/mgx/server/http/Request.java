package dev.mgx.server.http;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request as a route sees it: all of it received, and as the description says.
 *
 * @param path the variables of the route's pattern, decoded
 * @param query the parameters
 * @param headers those that are parameters
 * @param body its fields; none where there was no body
 * @param accept what the client takes
 */
public record Request(Map<String, String> path, Values query, Values headers, Values body, Accept accept) {

    /** The kinds of answers that a client takes (RFC 9110, 12.5.1). */
    public record Accept(MultiMap headers) {
        /** Whether this kind is listed by its name, and not refused. */
        public boolean lists(String kind) {
            return headers.getAll("Accept").stream()
                    .flatMap(line -> Arrays.stream(line.split(",", -1)))
                    .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                    .anyMatch(entry -> entry.matches(Pattern.quote(kind) + "\\s*(;(?!.*q=0(\\.0*)?$).*)?"));
        }
    }

    public String taskId() {
        return variable("id");
    }

    public String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }
}

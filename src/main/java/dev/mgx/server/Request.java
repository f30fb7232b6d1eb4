package dev.mgx.server;

import java.util.Map;

/**
 * A request as a route sees it, all of it received.
 *
 * @param path the variables of the route's pattern, decoded
 * @param headers read as a query is
 * @param body empty where there was none; JSON by its content type otherwise
 */
record Request(Map<String, String> path, Query query, Query headers, String body) {

    String taskId() {
        return variable("id");
    }

    String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The fields of the body, which must be there. */
    Fields fields() {
        if (body.isBlank()) {
            throw Refused.invalid("body", "is missing");
        }
        return Fields.of(body);
    }

    /** The fields of the body; none where there is no body. */
    Fields fieldsIfAny() {
        return body.isBlank() ? Fields.of(Map.of()) : Fields.of(body);
    }
}

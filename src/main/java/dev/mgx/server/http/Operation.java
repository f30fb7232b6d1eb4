package dev.mgx.server.http;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.server.problem.Problem.FieldError;
import dev.mgx.server.problem.ProblemException;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters and body of a route, as described in openapi.yaml. Unknown body fields are rejected. Immutable.
 *
 * @param query its parameters by name
 * @param closed whether unknown query parameters are rejected; where they are not, they are ignored
 * @param upload the media type of a body that is no JSON and may be large; null where it is JSON
 * @param body the schema of the body; null where a body is ignored
 */
public record Operation(
        Map<String, Parameter> query,
        boolean closed,
        Map<String, Parameter> headers,
        @Nullable String upload,
        @Nullable Schema body,
        boolean bodyRequired) {

    /**
     * A parameter.
     *
     * @param fallback the value when it is absent; null where there is no default
     */
    record Parameter(Schema schema, @Nullable String fallback) {}

    /** @throws ProblemException naming everything that is wrong with the parameters */
    Values query(MultiMap given) {
        List<FieldError> errors = new ArrayList<>();
        if (closed) {
            given.names().stream()
                    .filter(name -> !query.containsKey(name))
                    .forEach(name -> errors.add(new FieldError(name, "is not a parameter of this path" + known())));
        }
        return parameters(query, given, errors);
    }

    private String known() {
        return query.isEmpty() ? ", which has none" : "; it has " + String.join(", ", query.keySet());
    }

    /** @throws ProblemException naming everything that is wrong with the headers that are parameters */
    Values headers(MultiMap given) {
        return parameters(headers, given, new ArrayList<>());
    }

    private static Values parameters(Map<String, Parameter> parameters, MultiMap given, List<FieldError> errors) {
        Map<String, @Nullable Object> values = new HashMap<>();
        parameters.forEach((name, parameter) -> {
            List<String> texts = given.getAll(name);
            if (texts.size() > 1) {
                errors.add(new FieldError(name, "must be given once"));
            } else if (texts.size() == 1) {
                Object value = parameter.schema().read(texts.getFirst());
                parameter.schema().check(value, name, errors);
                values.put(name, value);
            } else if (parameter.fallback() != null) {
                values.put(name, parameter.schema().read(parameter.fallback()));
            }
        });
        return Values.unless(errors, values);
    }

    /**
     * Validates the body.
     *
     * @throws ProblemException naming everything that is wrong with the body
     */
    public Values body(String text) {
        if (body == null) {
            return new Values(Map.of());
        }
        if (!text.isBlank()) {
            return body(text, body);
        }
        if (bodyRequired) {
            throw ProblemException.invalid("body", "is missing");
        }
        return new Values(Map.of());
    }

    /** The fields of a JSON object that satisfies the schema. */
    public static Values body(String text, Schema schema) {
        if (!text.stripLeading().startsWith("{")) {
            throw ProblemException.invalid("body", "must be a JSON object");
        }
        try {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>(Json.readMap(text));
            List<FieldError> errors = new ArrayList<>();
            schema.check(fields, "", errors);
            return Values.unless(errors, fields);
        } catch (MalformedJson e) {
            throw ProblemException.invalid("body", "cannot be read as JSON: " + e.getMessage());
        }
    }
}

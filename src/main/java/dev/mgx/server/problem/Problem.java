package dev.mgx.server.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request failed, in the form of RFC 9457.
 *
 * @param detail a sentence a person can read
 * @param errors the invalid fields; empty if the problem is not about fields
 * @param extensions further members (RFC 9457, 3.2)
 */
public record Problem(ProblemType type, String detail, List<FieldError> errors, Map<String, Object> extensions) {

    /** One invalid body field or query parameter. */
    public record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors);
        extensions = Map.copyOf(extensions);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of());
    }

    /** A request with these invalid fields, at least one. */
    public static Problem invalid(List<FieldError> errors) {
        return invalid(ProblemType.INVALID_FIELDS, errors);
    }

    static Problem invalid(ProblemType type, List<FieldError> errors) {
        List<FieldError> distinct = errors.stream().distinct().toList();
        List<String> sentences = distinct.stream()
                .map(error -> error.field() + " " + error.message())
                .toList();
        return new Problem(type, String.join("; ", sentences), distinct, Map.of());
    }

    /** A copy with these further members. */
    public Problem with(Map<String, Object> more) {
        return new Problem(type, detail, errors, more);
    }

    /** The members on the wire. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", detail);
        if (type.status() == 422) {
            members.put("errors", errors);
        }
        members.putAll(extensions);
        return members;
    }
}

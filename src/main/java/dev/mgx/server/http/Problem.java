package dev.mgx.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request failed, in the form of RFC 9457.
 *
 * @param detail a sentence a person can read
 * @param errors the invalid fields; empty if the problem is not about fields
 */
public record Problem(int status, String title, String detail, List<FieldError> errors) {

    /** One invalid body field or query parameter. */
    record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String detail) {
        return new Problem(status, title(status), detail, List.of());
    }

    /** A request with these invalid fields, at least one. */
    static Problem invalid(List<FieldError> errors) {
        List<FieldError> distinct = errors.stream().distinct().toList();
        List<String> sentences = distinct.stream()
                .map(error -> error.field() + " " + error.message())
                .toList();
        return new Problem(422, title(422), String.join("; ", sentences), distinct);
    }

    public Response reply() {
        return reply(Map.of());
    }

    /** The response with extension members (RFC 9457, 3.2). */
    public Response reply(Map<String, Object> extensions) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        if (status == 422) {
            body.put("errors", errors);
        }
        body.putAll(extensions);
        return Response.json(status, body).with("Content-Type", "application/problem+json");
    }

    /** The reason phrase of a status in RFC 9110. */
    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 431 -> "Request Header Fields Too Large";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}

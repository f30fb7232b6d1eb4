package dev.mgx.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not done, as RFC 9457 has it.
 *
 * @param detail a sentence a person can read
 * @param errors what is wrong with which field; empty where it is not about fields
 */
public record Problem(int status, String title, String detail, List<FieldError> errors) {

    /** What is wrong with one field of a body or one parameter of a query. */
    record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String detail) {
        return new Problem(status, title(status), detail, List.of());
    }

    /** A request whose fields are wrong in these ways; never empty. */
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

    /** The same with members of its own, which RFC 9457 calls extensions. */
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

    /** The phrase of RFC 9110 for a status. */
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

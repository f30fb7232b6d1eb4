package dev.mgx.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method, a path pattern and a handler. A pattern's segments are literals, {@code {variables}} that match one
 * segment, and at most one {@code {variable…}} that matches one or more.
 */
public record Route(String method, List<String> pattern, Handler handler, Weight weight) {

    /** What its handler costs, and so where it runs. */
    public enum Weight {
        /** Little, mostly waiting. */
        LIGHT,
        /** Time in proportion to a task, or to all tasks: a few at a time. It reads only, and ends when interrupted. */
        HEAVY,
        /** As little as says how the server is: apart from all others, so that it says so while they are busy. */
        APART
    }

    /** Handles a request; may block. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request) throws InterruptedException;
    }

    public static Route of(String method, String pattern, Handler handler) {
        return of(method, pattern, handler, Weight.LIGHT);
    }

    public static Route heavy(String method, String pattern, Handler handler) {
        return of(method, pattern, handler, Weight.HEAVY);
    }

    public static Route apart(String method, String pattern, Handler handler) {
        return of(method, pattern, handler, Weight.APART);
    }

    private static Route of(String method, String pattern, Handler handler, Weight weight) {
        return new Route(method, List.of(pattern.substring(1).split("/", -1)), handler, weight);
    }

    /** The pattern as one text, such as {@code /api/tasks/{id}}. */
    public String text() {
        return "/" + String.join("/", pattern);
    }

    /** The variables if this path matches; a trailing slash that is not part of a variable is ignored. */
    Optional<Map<String, String>> match(List<String> path) {
        boolean slash = path.size() > 1
                && path.getLast().isEmpty()
                && !pattern.getLast().endsWith("…}");
        return variables(slash ? path.subList(0, path.size() - 1) : path);
    }

    private Optional<Map<String, String>> variables(List<String> path) {
        Map<String, String> variables = new HashMap<>();
        int rest = path.size() - pattern.size();
        int at = 0;
        for (String expected : pattern) {
            boolean many = expected.endsWith("…}");
            int end = at + (many ? rest + 1 : 1);
            if (end > path.size() || end <= at) {
                return Optional.empty();
            }
            if (many) {
                variables.put(expected.substring(1, expected.length() - 2), String.join("/", path.subList(at, end)));
            } else if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), path.get(at));
            } else if (!expected.equals(path.get(at))) {
                return Optional.empty();
            }
            at = end;
        }
        return at == path.size() ? Optional.of(variables) : Optional.empty();
    }
}

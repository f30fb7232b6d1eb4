package dev.mgx.server.http;

import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All routes, in order: the first match wins, and a route without variables takes precedence over patterns. Immutable.
 */
public final class Routes {
    private final List<Route> routes;
    private final Map<Route, Operation> operations = new HashMap<>();

    /** @throws IllegalStateException if a route is not described */
    public Routes(List<Route> routes, Description description) {
        this.routes = List.copyOf(routes);
        routes.forEach(route -> operations.put(route, description.operation(route)));
    }

    public List<Route> all() {
        return routes;
    }

    /** A matched route, its operation and its path variables. */
    record Match(Route route, Operation operation, Map<String, String> variables) {}

    /**
     * Finds the route of a request.
     *
     * @param rawPath as it was sent, percent-encoded
     * @throws ProblemException 404 if no route has this path, 405 if it has other methods
     */
    Match find(String method, String rawPath) {
        List<String> path = segments(rawPath);
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : at(path)) {
            Operation operation = operations.get(route);
            if (operation != null && route.method().equals(wanted)) {
                return new Match(route, operation, route.match(path).orElseThrow());
            }
        }
        List<String> allowed = allowed(path);
        throw allowed.isEmpty()
                ? new ProblemException(ProblemType.PATH_NOT_FOUND, "No such path")
                : new ProblemException(
                        Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path does not support " + method),
                        Map.of("Allow", String.join(", ", allowed)));
    }

    /** The methods of a path; empty if no route has it. */
    List<String> allowed(String rawPath) {
        return allowed(segments(rawPath));
    }

    private List<String> allowed(List<String> path) {
        return List.copyOf(at(path).stream().map(Route::method).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The routes that have this path. */
    private List<Route> at(List<String> path) {
        List<Route> own =
                routes.stream().filter(route -> route.pattern().equals(path)).toList();
        return own.isEmpty()
                ? routes.stream().filter(route -> route.match(path).isPresent()).toList()
                : own;
    }

    private static List<String> segments(String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw new ProblemException(ProblemType.PATH_NOT_FOUND, "No such path");
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            segments.add(decoded(raw));
        }
        return segments;
    }

    private static String decoded(String segment) {
        try {
            // In a path a plus is literal; URLDecoder, made for forms, would turn it into a space.
            String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') < 0 && text.indexOf(0) < 0 && !Text.hasHalfPair(text)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "The path is not percent-encoded UTF-8: " + e.getMessage());
        }
        throw new ProblemException(ProblemType.BAD_REQUEST, "The path is not percent-encoded UTF-8");
    }
}

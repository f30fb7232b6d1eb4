package dev.mgx.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All routes, in order: of two that match, the first counts. Immutable. */
final class Routes {
    private final List<Route> routes;

    Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    List<Route> all() {
        return routes;
    }

    /** A route and the variables of the path that led to it. */
    record Match(Route route, Map<String, String> variables) {}

    /**
     * Finds the route of a request.
     *
     * @param rawPath as it was sent, percent-encoded
     * @throws Refused with 404 where no route has this path, 405 where it has another method
     */
    Match find(String method, String rawPath) {
        List<String> path = segments(rawPath);
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(wanted)) {
                Optional<Map<String, String>> variables = route.match(path);
                if (variables.isPresent()) {
                    return new Match(route, variables.get());
                }
            }
        }
        List<String> allowed = allowed(path);
        throw allowed.isEmpty()
                ? new Refused(404, "No such path")
                : new Refused(
                        Problem.of(405, "This path does not support " + method),
                        Map.of("Allow", String.join(", ", allowed)));
    }

    /** The methods that a path has, none where it has no route. */
    List<String> allowed(String rawPath) {
        return allowed(segments(rawPath));
    }

    private List<String> allowed(List<String> path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.match(path).isPresent()) {
                methods.add(route.method());
            }
        }
        return List.copyOf(methods);
    }

    private static List<String> segments(String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw new Refused(404, "No such path");
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            segments.add(decoded(raw));
        }
        return segments;
    }

    private static String decoded(String segment) {
        try {
            // A plus is a plus in a path; only the decoder of forms takes it for a space.
            String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') < 0 && Text.flaw(text).isEmpty()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "The path is not percent-encoded UTF-8: " + e.getMessage());
        }
        throw new Refused(400, "The path is not percent-encoded UTF-8");
    }
}

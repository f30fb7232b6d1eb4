package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.regex.Pattern;

/** What a browser needs to be told before a page of an allowed origin may send a request and read its response (CORS). */
final class CorsHeaders {
    /** Headers that an allowed page may send if its preflight asks for none. */
    private static final String DEFAULT_HEADERS = "Content-Type, Authorization, Last-Event-ID";

    /** Comma-separated header names (RFC 9110, 5.6.2). */
    private static final Pattern HEADER_NAMES =
            Pattern.compile("[\\w!#$%&'*+.^`|~-]+(?:[ \\t]*,[ \\t]*[\\w!#$%&'*+.^`|~-]+)*+");

    private static final String EXPOSED =
            "Location, Retry-After, Content-Disposition, ETag, X-Request-Id, Idempotency-Replayed";

    private CorsHeaders() {}

    /** Lets a page of this origin read the response. */
    static void allow(HttpServerResponse response, String origin) {
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Allow-Credentials", "true")
                .putHeader("Access-Control-Expose-Headers", EXPOSED);
    }

    /** Answers a preflight or a plain OPTIONS request for a path that supports these methods. */
    static Response options(HttpServerRequest request, List<String> allowed) {
        String methods = String.join(", ", allowed);
        String requested = request.getHeader("Access-Control-Request-Headers");
        return Response.empty(204)
                .with("Allow", methods)
                .with("Access-Control-Allow-Methods", methods)
                .with(
                        "Access-Control-Allow-Headers",
                        requested != null && HEADER_NAMES.matcher(requested).matches() ? requested : DEFAULT_HEADERS)
                .with("Vary", "Origin, Access-Control-Request-Headers")
                .with("Access-Control-Max-Age", "600");
    }
}

package dev.mgx.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/**
 * What a browser says of the page that makes a request (Fetch Metadata). Another site's page, and one on another port of
 * this machine, may make none, even one whose response it could not read: only the page itself may be opened from there.
 * Clients that are no browsers do not send it.
 */
final class FetchSite {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** What a link may lead to. */
    private static final Set<String> DOCUMENTS = Set.of("/", "/docs");

    private FetchSite() {}

    /** Rejects a request of another site's page that has no Origin, which would have been checked. */
    static void require(HttpServerRequest request) {
        List<String> sites = request.headers().getAll("Sec-Fetch-Site");
        if (!OWN.containsAll(sites) && !opensThePage(request)) {
            throw new ProblemException(
                    403, "Requests from pages of other sites are not allowed; the setting CORS_ORIGINS allows origins");
        }
    }

    private static boolean opensThePage(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"))
                && DOCUMENTS.contains(HttpDispatcher.path(request));
    }
}

package dev.mgx.server.origin;

import io.vertx.core.MultiMap;
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
    private static final Set<String> DOCUMENTS = Set.of("", "/", "/docs");

    private FetchSite() {}

    /**
     * Whether another site's page makes this request, which has no Origin that could be checked.
     *
     * @param path below the one that the server lies at
     */
    static boolean isForeign(Sender sender, String path) {
        List<String> sites = sender.headers().getAll("Sec-Fetch-Site");
        return !OWN.containsAll(sites) && !opensThePage(sender, path);
    }

    private static boolean opensThePage(Sender sender, String path) {
        MultiMap headers = sender.headers();
        return sender.method().equals("GET")
                && "navigate".equals(headers.get("Sec-Fetch-Mode"))
                && "document".equals(headers.get("Sec-Fetch-Dest"))
                && DOCUMENTS.contains(path);
    }
}

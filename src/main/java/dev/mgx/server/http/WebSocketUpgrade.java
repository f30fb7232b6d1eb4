package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;

/** The route that accepts WebSocket upgrades, and their handler. */
public interface WebSocketUpgrade {
    /** What to do where a handshake leaves a client and does not arrive here as one. */
    String THROUGH_PROXIES = "a proxy in between must speak HTTP/1.1 and pass on the two headers Upgrade and Connection"
            + " (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection"
            + " \"upgrade\";)";

    /** The route, and its response to a request without an upgrade. */
    Route route();

    /**
     * Opens a WebSocket for a request with an allowed origin, a valid handshake and a valid query. On its event loop.
     */
    void open(HttpServerRequest http, Request request);
}

package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;

/** The route that accepts WebSocket upgrades, and their handler. */
public interface WebSocketUpgrade {
    /** The route, and its response to a request without an upgrade. */
    Route route();

    /**
     * Opens a WebSocket for a request with an allowed origin, a valid handshake and a valid query. On its event loop.
     */
    void open(HttpServerRequest http, Request request);
}

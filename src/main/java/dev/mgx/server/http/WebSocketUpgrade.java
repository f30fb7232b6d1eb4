package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;

/** The route whose requests become WebSockets, and who takes those that ask for it. */
public interface WebSocketUpgrade {
    /** The path, and what a plain request to it is answered. */
    Route route();

    /** Takes a request that is let in, with a handshake and a query that are right. On its event loop. */
    void open(HttpServerRequest http, Request request);
}

package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;

/** Answers requests that are not for the server itself, though they come to its port. On event loops. */
public interface OtherOrigin {
    /** Nothing. */
    OtherOrigin NONE = new OtherOrigin() {
        @Override
        public boolean isFor(HttpServerRequest request) {
            return false;
        }

        @Override
        public void handle(HttpServerRequest request) {
            throw new IllegalStateException("not for another origin");
        }
    };

    /** Whether its Host names another origin. */
    boolean isFor(HttpServerRequest request);

    /** Answers it; nothing of it was read but its head. */
    void handle(HttpServerRequest request);
}

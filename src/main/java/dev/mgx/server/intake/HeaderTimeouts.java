package dev.mgx.server.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that do not send a complete request head in time. The timeout covers the wait for the request and
 * its headers together, so that a client cannot extend it by sending slowly. Thread-safe.
 */
public final class HeaderTimeouts {
    private final Vertx vertx;
    private final Duration timeout;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    public HeaderTimeouts(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    /** A connection was opened. */
    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> requestBegan(connection));
        awaitRequest(connection);
    }

    /** The headers have arrived, or the connection was closed. */
    public void requestBegan(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** A response was sent and the next request may come. */
    public void awaitRequest(HttpConnection connection) {
        timers.put(connection, vertx.setTimer(timeout.toMillis(), late -> {
            timers.remove(connection);
            connection.close();
        }));
    }
}

package dev.mgx.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections that do not say what they want: between requests, and from the first byte of a head to
 * its last, a connection has so long in all, however slowly it goes on sending. Thread-safe.
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
    public void opened(HttpConnection connection) {
        connection.closeHandler(closed -> requestBegan(connection));
        awaitRequest(connection);
    }

    /** A head has arrived, or nothing more will. */
    void requestBegan(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** An answer has been given and the next request may come. */
    void awaitRequest(HttpConnection connection) {
        timers.put(connection, vertx.setTimer(timeout.toMillis(), late -> {
            timers.remove(connection);
            connection.close();
        }));
    }
}

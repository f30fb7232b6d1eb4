package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** The options of the Connection header (RFC 9110, 7.6.1). It is a list, which the web library treats as one word. */
final class ConnectionOptions {
    private ConnectionOptions() {}

    /** Whether this is the connection's last request, so that it is closed after the response. */
    static boolean close(HttpServerRequest request) {
        return has(request, "close");
    }

    static boolean upgrade(HttpServerRequest request) {
        return has(request, "upgrade");
    }

    private static boolean has(HttpServerRequest request, String option) {
        return request.headers().getAll("Connection").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(word -> word.strip().equalsIgnoreCase(option));
    }
}

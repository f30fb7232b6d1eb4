package dev.mgx.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** What a request asks of its connection (RFC 9110, 7.6.1): a list, that the web library takes for one word. */
final class ConnectionOptions {
    private ConnectionOptions() {}

    /** Whether nothing comes after this request, so that its connection is to end with its answer. */
    static boolean close(HttpServerRequest request) {
        return name(request, "close");
    }

    static boolean upgrade(HttpServerRequest request) {
        return name(request, "upgrade");
    }

    private static boolean name(HttpServerRequest request, String option) {
        return request.headers().getAll("Connection").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(word -> word.strip().equalsIgnoreCase(option));
    }
}

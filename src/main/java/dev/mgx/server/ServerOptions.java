package dev.mgx.server;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where the server listens and what it allows.
 *
 * @param host the name or address to bind; without keys it must be a loopback one
 * @param port 0 for any free one
 * @param corsOrigins the pages of other origins that may call, as {@code http://localhost:3000}
 * @param nanoTime the time that watchers are given, in nanoseconds; it only moves forward
 */
public record ServerOptions(
        String host,
        int port,
        HttpLimits http,
        WebSocketLimits webSocket,
        List<String> corsOrigins,
        LongSupplier nanoTime) {

    public ServerOptions {
        corsOrigins = List.copyOf(corsOrigins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
    }

    /** The defaults on a loopback port. */
    public static ServerOptions on(String host, int port) {
        return new ServerOptions(host, port, HttpLimits.DEFAULT, WebSocketLimits.DEFAULT, List.of(), System::nanoTime);
    }
}

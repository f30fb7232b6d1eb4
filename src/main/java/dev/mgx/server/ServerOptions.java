package dev.mgx.server;

import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.ws.WebSocketLimits;
import dev.mgx.time.MonotonicClock;

/**
 * The server's address, its limits, and who may call.
 *
 * @param host the host name or address to bind; without keys it must be a loopback address
 * @param port 0 for any free port
 * @param intake how much is taken on at once
 * @param origins who may call, and under which URLs
 * @param monotonic the clock for the timeouts of watchers
 */
public record ServerOptions(
        String host,
        int port,
        HttpLimits http,
        WebSocketLimits webSocket,
        IntakeLimits intake,
        OriginPolicy origins,
        MonotonicClock monotonic) {

    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
    }

    /** The defaults on a loopback port. */
    public static ServerOptions on(String host, int port) {
        return new ServerOptions(
                host,
                port,
                HttpLimits.DEFAULT,
                WebSocketLimits.DEFAULT,
                IntakeLimits.DEFAULT,
                OriginPolicy.NONE,
                MonotonicClock.SYSTEM);
    }

    /** A copy with these limits on what is taken on at once. */
    public ServerOptions with(IntakeLimits other) {
        return new ServerOptions(host, port, http, webSocket, other, origins, monotonic);
    }
}

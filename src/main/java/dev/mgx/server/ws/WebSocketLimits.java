package dev.mgx.server.ws;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * Timeouts and size limits of a watcher's WebSocket.
 *
 * @param idle close with 1001 after this long without receiving anything, not even a pong
 * @param send close with 1013 after this long with bytes waiting and none accepted
 * @param close reset the connection after this long without an answer to our close
 * @param ping interval between pings; well below {@code idle}
 * @param alive send an {@code alive} message after this long without sending anything, to clients of version 2
 * @param lastState delay between the last event and the terminal state for clients of the first engine
 * @param maxMessageBytes close with 1009 on a longer message from a client
 */
public record WebSocketLimits(
        Duration idle,
        Duration send,
        Duration close,
        Duration ping,
        Duration alive,
        Duration lastState,
        int maxMessageBytes) {

    public static final WebSocketLimits DEFAULT = new WebSocketLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            64 * 1024);

    public WebSocketLimits {
        if (ping.compareTo(idle) >= 0) {
            throw new IllegalArgumentException(
                    "the ping interval (%s) must be shorter than the idle timeout (%s)".formatted(ping, idle));
        }
    }

    /** How often a connection is checked, so that a timeout is at most a tenth late. */
    Duration tick() {
        Duration tenth = Collections.min(List.of(idle, send, ping, alive)).dividedBy(10);
        return Duration.ofMillis(Math.clamp(tenth.toMillis(), 10, 1_000));
    }
}

package dev.mgx.server.ws;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How long the server waits for a watcher, and how much it takes from one.
 *
 * @param idle nothing received for so long, not even a pong: 1001
 * @param send bytes waiting and none of them accepted for so long: 1013
 * @param close no answer to our close for so long: the connection is ended without one
 * @param ping the time between two pings; well below {@code idle}
 * @param alive nothing sent for so long: a client that reads it is told that the server is there
 * @param lastState how long after the last event a client of the first engine is told the last state
 * @param maxMessageBytes a longer message from a client: 1009
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
                    "pings every %s cannot keep alive what is idle after %s".formatted(ping, idle));
        }
    }

    /** How often a connection is looked at: often enough to be late by a tenth at most. */
    Duration tick() {
        Duration tenth = Collections.min(List.of(idle, send, ping, alive)).dividedBy(10);
        return Duration.ofMillis(Math.clamp(tenth.toMillis(), 10, 1_000));
    }
}

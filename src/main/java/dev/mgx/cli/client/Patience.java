package dev.mgx.cli.client;

import java.time.Duration;

/**
 * How long a watch waits.
 *
 * @param silence for a sign of life on an open connection: a server pings every 10 s or so
 * @param retry between two tries to connect
 * @param giveUp for a connection to come back
 */
public record Patience(Duration silence, Duration retry, Duration giveUp) {
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofMinutes(2));
}

package dev.mgx.client;

import java.time.Duration;

/**
 * The timeouts of a watch.
 *
 * @param silence how long an open connection may be silent; servers ping every 10 s or so
 * @param retry the interval between connection attempts
 * @param giveUp how long to try to reconnect
 */
public record WatchTimeouts(Duration silence, Duration retry, Duration giveUp) {
    public static final WatchTimeouts DEFAULT =
            new WatchTimeouts(Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofMinutes(2));
}

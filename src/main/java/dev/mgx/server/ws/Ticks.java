package dev.mgx.server.ws;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks all sessions regularly with one timer, a part of them at a time: a timer for each costs more than its pings, and
 * all of them at once would delay events. Used on the server's one event loop only.
 */
final class Ticks {
    private static final int PARTS = 10;

    private final Vertx vertx;
    private final Duration interval;
    private final List<Set<WebSocketSession>> parts = new ArrayList<>();
    private @Nullable Long timer;
    private int joining;
    private int due;

    /** @param interval how often each is checked */
    Ticks(Vertx vertx, Duration interval) {
        this.vertx = vertx;
        this.interval = interval;
        for (int i = 0; i < PARTS; i++) {
            parts.add(new LinkedHashSet<>());
        }
    }

    /** Has this session checked from now on. */
    void add(WebSocketSession session) {
        joining = (joining + 1) % PARTS;
        parts.get(joining).add(session);
        if (timer == null) {
            timer = vertx.setPeriodic(Math.max(1, interval.toMillis() / PARTS), id -> tick());
        }
    }

    /** It is closed. */
    void remove(WebSocketSession session) {
        parts.forEach(part -> part.remove(session));
        if (timer != null && parts.stream().allMatch(Set::isEmpty)) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    private void tick() {
        due = (due + 1) % PARTS;
        List.copyOf(parts.get(due)).forEach(WebSocketSession::tick); // a copy: whoever is checked may leave
    }
}

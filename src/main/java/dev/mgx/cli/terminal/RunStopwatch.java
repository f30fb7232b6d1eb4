package dev.mgx.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/**
 * How long a run has taken, and how long it may: waits for a person, and time without a server, do not count. Not
 * thread-safe.
 */
final class RunStopwatch {
    private Instant beganAt;
    private Instant lastAt;
    private Duration uncounted = Duration.ZERO;
    private Duration allowed = Duration.ZERO;
    private Instant waitsSince = Instant.MAX;

    RunStopwatch(Instant beganAt) {
        this.beganAt = beganAt;
        lastAt = beganAt;
    }

    void event(JsonNode event, Instant at) {
        JsonNode payload = event.path("payload");
        if (event.path("event_type").asString("").equals("TASK_START")) {
            beganAt = at;
            uncounted = Duration.ZERO;
            allowed = Duration.ofSeconds(payload.path("max_duration_seconds").asLong(0));
            waitsSince = Instant.MAX;
        }
        if (payload.has("waiting_for")) {
            waits(payload.path("waiting_for"), at);
        } else if (payload.path("status").asString("").equals("resumed") && payload.has("attempt") && !isWaiting()) {
            uncounted = uncounted.plus(Duration.between(lastAt, at));
        }
        lastAt = at;
    }

    private void waits(JsonNode waitingFor, Instant at) {
        if (waitingFor.isObject()) {
            waitsSince = time(waitingFor.path("since").asString(""), at);
        } else if (isWaiting()) {
            uncounted = uncounted.plus(Duration.between(waitsSince, at));
            waitsSince = Instant.MAX;
        }
    }

    private boolean isWaiting() {
        return !waitsSince.equals(Instant.MAX);
    }

    /** The time of an event; another one if it has none. */
    static Instant time(String timestamp, Instant otherwise) {
        try {
            return Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    private Duration taken(Instant until) {
        return Duration.between(beganAt, until).minus(uncounted);
    }

    /** Whether it has taken all the time that it may. */
    boolean isOver(Instant now) {
        return !allowed.isZero() && !isWaiting() && taken(now).compareTo(allowed) >= 0;
    }

    /** How long it has taken so far, of how long it may take where that is known: {@code 0:35 of 10:00}. */
    String text(Instant now) {
        Instant until = isWaiting() && waitsSince.isBefore(now) ? waitsSince : now;
        String taken = clock(taken(until));
        return allowed.isZero() ? taken : taken + " of " + clock(allowed);
    }

    /** Minutes and seconds, with hours if there are any. */
    static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}

package dev.mgx.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/** How long ago something was, in one unit: {@code 12s}, {@code 3m}, {@code 5h} or {@code 2d}. */
public record Age(InstantSource clock) {
    /**
     * The age of a time.
     *
     * @param timestamp as the server sends it; one that cannot be read has no age
     */
    public String of(String timestamp) {
        try {
            return text(Duration.between(Instant.parse(timestamp), clock.instant()));
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    private static String text(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }
}

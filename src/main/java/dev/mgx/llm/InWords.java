package dev.mgx.llm;

import java.time.Duration;
import java.util.Locale;

/** Formats durations for messages to people. */
public final class InWords {
    private InWords() {}

    /**
     * Such as {@code 0.05 seconds}, {@code 90 seconds}, {@code 10 minutes}, {@code 24 hours}; a larger unit is used
     * from two of it.
     */
    public static String of(Duration duration) {
        if (duration.toHours() >= 48) {
            return duration.toDays() + " days";
        }
        if (duration.toMinutes() >= 120) {
            return duration.toHours() + " hours";
        }
        if (duration.toSeconds() >= 120 && duration.toSecondsPart() == 0) {
            return duration.toMinutes() + " minutes";
        }
        double seconds = duration.toMillis() / 1000.0;
        boolean whole = seconds == Math.rint(seconds) || seconds >= 100;
        String number = whole
                ? Long.toString(Math.round(seconds))
                : String.format(Locale.ROOT, seconds < 1 ? "%.2f" : "%.1f", seconds);
        return number + (number.equals("1") ? " second" : " seconds");
    }
}

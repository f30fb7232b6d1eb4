package dev.mgx.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is waiting for, shown to people.
 *
 * @param what a few words for people, such as "approval"
 * @param since when the wait began
 * @param until when the wait times out, or null if it does not
 */
public record WaitingFor(
        String what, Instant since, @Nullable Instant until) {
    /** What a run waits for whose place was given to others while it waited for a person. */
    public static final String PLACE = "place";
}

package dev.mgx.store.sql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller waits for a write. What is null is as long as the {@link Writer} is set to.
 *
 * @param turn until it begins; then it is cancelled
 * @param outcome from then on, until its outcome is known
 */
public record WriteTimeouts(
        @Nullable Duration turn, @Nullable Duration outcome) {
    /** For requests of people, who can check the outcome themselves. */
    public static final WriteTimeouts LIMITED = new WriteTimeouts(null, null);

    /**
     * For callers that must know the outcome: a claim that was committed without its caller knowing would be a run that
     * nobody executes. Ends when the database is back or the store is closed.
     */
    public static final WriteTimeouts UNTIL_KNOWN = new WriteTimeouts(null, Duration.ofDays(365));

    /** For callers that have a deadline, whether the write has begun by then or not. */
    public static WriteTimeouts within(Duration atMost) {
        return new WriteTimeouts(atMost, Duration.ZERO);
    }

    /** Whether the caller goes on without the outcome after a while. */
    boolean limited() {
        return outcome == null || outcome.compareTo(Duration.ofDays(1)) < 0;
    }

    Duration turn(Duration usual) {
        return turn == null ? usual : turn;
    }

    Duration outcome(Duration usual) {
        return outcome == null ? usual : outcome;
    }
}

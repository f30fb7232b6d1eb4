package dev.mgx.store.sql;

import java.time.Duration;

/**
 * How long a caller waits for a write.
 *
 * @param turn until it begins; then it is cancelled
 * @param outcome from then on, until its outcome is known
 */
public record WriteTimeouts(Duration turn, Duration outcome) {
    private static final Duration TURN = Duration.ofSeconds(10);

    /** For requests of people, who can check the outcome themselves. */
    public static final WriteTimeouts LIMITED = new WriteTimeouts(TURN, Duration.ofSeconds(30));

    /**
     * For callers that must know the outcome: a claim that was committed without its caller knowing would be a run that
     * nobody executes. Ends when the database is back or the store is closed.
     */
    public static final WriteTimeouts UNTIL_KNOWN = new WriteTimeouts(TURN, Duration.ofDays(365));
}

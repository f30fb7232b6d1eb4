package dev.mgx.store.sql;

import java.time.Duration;

/**
 * How long a write is waited for.
 *
 * @param turn until it begins; then it is taken back
 * @param outcome from then on, until it is known whether it was recorded
 */
public record WriteTimeouts(Duration turn, Duration outcome) {
    private static final Duration TURN = Duration.ofSeconds(10);

    /** For a person, who can look. */
    public static final WriteTimeouts LIMITED = new WriteTimeouts(TURN, Duration.ofSeconds(30));

    /**
     * For who must know, because nobody else will look: a claim that was made and not heard of would be a run that
     * nobody does. It ends when the database is back, or with the store.
     */
    public static final WriteTimeouts UNTIL_KNOWN = new WriteTimeouts(TURN, Duration.ofDays(365));
}

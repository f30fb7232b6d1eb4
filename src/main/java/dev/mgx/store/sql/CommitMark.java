package dev.mgx.store.sql;

import java.time.Clock;
import java.time.Duration;

/**
 * Tells after a failed commit whether it was applied: every batch writes its number in its own transaction, under a
 * name unique to this writer. For the writer's thread only.
 */
public final class CommitMark {
    /** How long other writers' marks are kept: a disconnected one may still come back and check. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final String writer;
    private final Clock clock;

    /** @param writer a name that no writer of this database has used before */
    public CommitMark(String writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Writes the number of a batch; the first one also deletes old marks. */
    void leave(Sql sql, long batch) {
        long now = clock.millis();
        if (batch == 1) {
            sql.update("DELETE FROM commit_mark WHERE left_at < ?", now - KEPT.toMillis());
        }
        sql.update(
                "INSERT INTO commit_mark (writer, batch, left_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, left_at = excluded.left_at",
                writer,
                batch,
                now);
    }

    /** Whether this batch, the latest attempt, was committed. */
    boolean isLeftBy(Sql sql, long batch) {
        return sql.number("SELECT batch FROM commit_mark WHERE writer = ?", writer) == batch;
    }
}

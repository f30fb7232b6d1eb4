package dev.mgx.store.sql;

import java.time.Clock;
import java.time.Duration;

/**
 * Tells after a broken commit whether it was made: every batch leaves its number in its own transaction, under
 * a name that no other writer has. For the writer's thread alone.
 */
public final class CommitMark {
    /** For how long the mark of another writer is kept: one that was cut off may still come back and look. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final String writer;
    private final Clock clock;

    /** @param writer a name that no writer of this database has had before */
    public CommitMark(String writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Leaves the number of a batch; the first one also clears away what is old. */
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

    /** Whether this batch, the last that was tried, was committed. */
    boolean isLeftBy(Sql sql, long batch) {
        return sql.number("SELECT batch FROM commit_mark WHERE writer = ?", writer) == batch;
    }
}

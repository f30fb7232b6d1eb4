package dev.mgx.store.sql;

/**
 * The writer's totals since it was opened.
 *
 * @param commits successful commits
 * @param writes writes in them
 * @param nanos total duration, each from the start of the transaction until it was durable
 */
public record CommitStats(long commits, long writes, long nanos) {
    static final CommitStats NONE = new CommitStats(0, 0, 0);

    CommitStats plus(int more, long tookNanos) {
        return new CommitStats(commits + 1, writes + more, nanos + tookNanos);
    }
}

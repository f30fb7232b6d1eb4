package dev.mgx.store.sql;

/**
 * What the writer has done since it was opened.
 *
 * @param commits how many went through
 * @param writes how many shared them
 * @param nanos how long they took in all, from the first write of a commit until it was durable
 */
public record CommitStats(long commits, long writes, long nanos) {
    static final CommitStats NONE = new CommitStats(0, 0, 0);

    CommitStats plus(int more, long tookNanos) {
        return new CommitStats(commits + 1, writes + more, nanos + tookNanos);
    }
}

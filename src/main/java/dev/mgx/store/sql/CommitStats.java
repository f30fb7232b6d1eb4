package dev.mgx.store.sql;

import java.time.Duration;

/**
 * The writer's totals since it was opened.
 *
 * @param commits successful commits
 * @param writes writes in them
 * @param nanos total duration, each from the start of the transaction until it was durable
 */
public record CommitStats(long commits, long writes, long nanos) {
    static final CommitStats NONE = new CommitStats(0, 0, 0);

    /** Is told what became of writes. Called on the writer's thread; must not block. */
    public interface Listener {
        /** Ignores everything. */
        Listener NONE = new Listener() {
            @Override
            public void committed(int writes, Duration took) {}

            @Override
            public void refused(int writes) {}
        };

        /**
         * These writes are durable.
         *
         * @param took from the start of the transaction until then
         */
        void committed(int writes, Duration took);

        /** The database did not take these writes, for now or for good. */
        void refused(int writes);
    }

    CommitStats plus(int more, long tookNanos) {
        return new CommitStats(commits + 1, writes + more, nanos + tookNanos);
    }
}

package dev.mgx.store.sql;

import java.time.Duration;

/** Is told what became of writes. Called on the writer's thread; must not block. */
public interface CommitListener {
    /** Ignores everything. */
    CommitListener NONE = new CommitListener() {
        @Override
        public void committed(int writes, Duration took) {}

        @Override
        public void refused(int writes) {}
    };

    /** @param took from the start of the transaction until it was durable */
    void committed(int writes, Duration took);

    /** The database did not take these writes, for now or for good. */
    void refused(int writes);
}

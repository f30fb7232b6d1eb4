package dev.mgx.store.sql;

/**
 * Is told of every commit, on the writer's thread: the seam at which a fault is put in. In production
 * it does nothing.
 */
public interface CommitProbe {
    CommitProbe NONE = new CommitProbe() {
        @Override
        public void before(long commit) {}

        @Override
        public void after(long commit) {}
    };

    /**
     * The writes are done and not yet durable. {@code commit} counts from 1 since the store was opened. What it
     * throws makes the commit fail: everything in it is rolled back, and its producers are told
     * {@link StoreUnavailable}.
     */
    void before(long commit);

    /** The writes are durable and nobody has been told yet. What it throws is logged and changes nothing. */
    void after(long commit);
}

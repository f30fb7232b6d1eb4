package dev.mgx.store.sql;

/** A hook around every commit, on the writer's thread, for fault injection. Does nothing in production. */
public interface CommitProbe {
    CommitProbe NONE = new CommitProbe() {
        @Override
        public void before(long commit) {}

        @Override
        public void after(long commit) {}
    };

    /**
     * Called when the writes are done but not committed. {@code commit} counts from 1 since the store was opened. An
     * exception fails the commit: everything is rolled back and the callers get {@link StoreUnavailable}.
     */
    void before(long commit);

    /** Called when the writes are durable, before anybody is notified. An exception is logged and has no effect. */
    void after(long commit);
}

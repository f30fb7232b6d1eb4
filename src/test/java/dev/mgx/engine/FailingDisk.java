package dev.mgx.engine;

import dev.mgx.store.sql.CommitProbe;

/** Makes some of the next commits fail; they are rolled back. Thread-safe. */
public final class FailingDisk implements CommitProbe {
    private int passing;
    private int failures;

    /** Lets {@code passing} commits pass, then fails the next {@code failing} ones. */
    public synchronized void fail(int passing, int failing) {
        this.passing = passing;
        failures = failing;
    }

    /** Whether all requested failures have happened. */
    public synchronized boolean hasFailedEnough() {
        return failures == 0;
    }

    @Override
    public synchronized void before(long commit) {
        if (failures > 0 && passing-- <= 0) {
            failures--;
            throw new IllegalStateException("the disk is full");
        }
    }

    @Override
    public void after(long commit) {}
}

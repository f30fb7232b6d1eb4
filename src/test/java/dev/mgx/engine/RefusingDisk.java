package dev.mgx.engine;

import dev.mgx.store.sql.CommitProbe;

/** A disk that refuses some of the next commits; nothing of them is left. Thread-safe. */
public final class RefusingDisk implements CommitProbe {
    private int passing;
    private int refusals;

    /** Lets {@code first} commits pass from now on, refuses {@code then} of those that follow, and is right again. */
    public synchronized void refuse(int first, int then) {
        passing = first;
        refusals = then;
    }

    /** Whether it has refused all that it was to. */
    public synchronized boolean isRightAgain() {
        return refusals == 0;
    }

    @Override
    public synchronized void before(long commit) {
        if (refusals > 0 && passing-- <= 0) {
            refusals--;
            throw new IllegalStateException("the disk is full");
        }
    }

    @Override
    public void after(long commit) {}
}

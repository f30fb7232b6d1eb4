package dev.mgx.faults;

import dev.mgx.store.sql.CommitProbe;

/** Ends the process, as a power cut would, at one commit: before it is durable, or after. */
record HaltProbe(long commit, Moment moment) implements CommitProbe {
    /** What the process ends with, so that its end is told from every other. */
    static final int EXIT_CODE = 42;

    /** On which side of the commit. */
    enum Moment {
        BEFORE,
        AFTER
    }

    @Override
    public void before(long now) {
        halt(now, Moment.BEFORE);
    }

    @Override
    public void after(long now) {
        halt(now, Moment.AFTER);
    }

    private void halt(long now, Moment here) {
        if (now == commit && moment == here) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}

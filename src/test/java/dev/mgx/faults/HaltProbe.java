package dev.mgx.faults;

import dev.mgx.store.sql.CommitProbe;

/** Halts the process, like a power cut, at one commit: before or after it is durable. */
record HaltProbe(long commit, Moment moment) implements CommitProbe {
    /** The exit code, distinct from all others. */
    static final int EXIT_CODE = 42;

    /** Before or after the commit. */
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

package dev.mgx.engine;

/** What becomes, at the start, of runs that a crash or a shutdown left. */
public enum Recovery {
    /** They go on from their last finished step. */
    RESUME,
    /** They are left as they are, for a later start. */
    LEAVE
}

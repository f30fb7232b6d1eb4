package dev.mgx.engine;

/** What becomes, at the start, of runs that a crash or a shutdown left: those under way and those that waited. */
public enum Recovery {
    /** They go on from their last finished step. */
    RESUME,
    /** Each is left as it is, until somebody asks for a run of its task. */
    LEAVE
}

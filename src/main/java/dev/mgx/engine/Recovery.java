package dev.mgx.engine;

/** What happens at start to runs that a crash or shutdown interrupted, active and queued ones alike. */
public enum Recovery {
    /** They are resumed after their last finished step. */
    RESUME,
    /** Each stays as it is until a run of its task is requested. */
    LEAVE
}

package dev.mgx.sandbox;

/** How a program came to its end. */
public enum ExitReason {
    /** By itself, with an exit code. */
    EXITED,
    /** Killed at its deadline. */
    TIMED_OUT,
    /** Killed because its processes together used too much memory. */
    OUT_OF_MEMORY,
    /** Killed because it wrote far more than anybody would read. */
    OUTPUT_FLOOD,
    /** Killed because its sandbox was closed. */
    STOPPED
}

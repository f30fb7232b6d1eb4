package dev.mgx.sandbox;

/** How a program ended. */
public enum ExitReason {
    /** It exited by itself, with an exit code. */
    EXITED,
    /** Killed at its deadline. */
    TIMED_OUT,
    /** Killed because its processes together used too much memory. */
    OUT_OF_MEMORY,
    /** Killed because it wrote far too much output. */
    OUTPUT_FLOOD,
    /** Killed because its sandbox was closed. */
    STOPPED
}

package dev.mgx.simulated;

/** What the simulated model gets wrong in its first draft, so that the debugger has something real to do. */
public enum Mistake {
    NONE,
    /** The program does not compile. */
    COMPILE,
    /** The program runs, but does something wrong, and a test says so. */
    TEST
}

package dev.mgx.simulated;

/** The mistake in the simulated model's first draft, which gives the debugger something to fix. */
public enum Mistake {
    NONE,
    /** The program does not compile. */
    COMPILE,
    /** The program runs but fails a test. */
    TEST
}

package dev.mgx.engine;

/** What came of asking for a run. */
public enum Acceptance {
    ACCEPTED,
    /** The task was queued or running already; nothing was started twice. */
    ALREADY_RUNNING
}

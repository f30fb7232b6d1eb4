package dev.mgx.engine;

/** What came of asking for a run. */
public sealed interface SubmitResult {
    /**
     * It will run.
     *
     * @param run the number that the run will have
     */
    record Accepted(int run) implements SubmitResult {}

    /** The task was queued or running already; nothing was started twice. */
    record AlreadyRunning() implements SubmitResult {}
}

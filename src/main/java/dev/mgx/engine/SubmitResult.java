package dev.mgx.engine;

/** The result of requesting a run. */
public sealed interface SubmitResult {
    /**
     * The task will run.
     *
     * @param run the number of the run
     */
    record Accepted(int run) implements SubmitResult {}

    /** The task was already queued or running; nothing was started. */
    record AlreadyRunning() implements SubmitResult {}
}

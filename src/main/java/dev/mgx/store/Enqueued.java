package dev.mgx.store;

/** The result of enqueueing a run. */
public sealed interface Enqueued {
    /**
     * The run was queued.
     *
     * @param run the number of the run
     */
    record Queued(int run) implements Enqueued {}

    /**
     * The task was already queued or running; nothing was changed.
     *
     * @param run the number of the active or queued run
     */
    record AlreadyActive(int run) implements Enqueued {}

    /** The queue is full. */
    record QueueFull() implements Enqueued {}

    /** The existing project that the task is to change has not been uploaded; nothing was changed. */
    record NoSource() implements Enqueued {}

    record UnknownTask() implements Enqueued {}
}

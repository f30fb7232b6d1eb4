package dev.mgx.store;

/** What came of asking for a place in the queue. */
public sealed interface Enqueued {
    /**
     * It has a place in the queue.
     *
     * @param run the number that the run will have
     */
    record Queued(int run) implements Enqueued {}

    /**
     * It was queued or running already; nothing was changed.
     *
     * @param run the number of the run that is under way, or that the one that waits will have
     */
    record AlreadyActive(int run) implements Enqueued {}

    /** As many tasks wait as may. */
    record QueueFull() implements Enqueued {}

    record UnknownTask() implements Enqueued {}
}

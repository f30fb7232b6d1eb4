package dev.mgx.engine;

/** The queue has reached its limit. */
public final class QueueFull extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    QueueFull(int limit) {
        super("The queue is full: %d tasks are waiting (MGX_MAX_QUEUED_TASKS); try again later".formatted(limit));
    }
}

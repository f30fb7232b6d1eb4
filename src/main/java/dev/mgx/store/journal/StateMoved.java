package dev.mgx.store.journal;

/** Somebody else has written to the task since its state was read: it has to be read again. */
final class StateMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateMoved(String taskId) {
        super("Task %s was written to by somebody else".formatted(taskId), null, false, false);
    }
}

package dev.mgx.engine;

/** The task is neither queued nor running. */
public final class NotActive extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    NotActive(String taskId, String status) {
        super("Task %s is %s; it is not running".formatted(taskId, status));
    }
}

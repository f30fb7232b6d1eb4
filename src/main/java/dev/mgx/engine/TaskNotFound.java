package dev.mgx.engine;

/** There is no such task. */
public final class TaskNotFound extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    TaskNotFound(String taskId) {
        super("Task %s not found".formatted(taskId));
    }
}

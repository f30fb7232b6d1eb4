package dev.mgx.engine;

/** An approval was answered, but none is pending. */
public final class NoPendingApproval extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    NoPendingApproval(String taskId) {
        super("Task %s is not waiting for approval".formatted(taskId));
    }
}

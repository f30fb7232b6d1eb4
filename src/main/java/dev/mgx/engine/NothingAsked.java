package dev.mgx.engine;

/** An answer to what nobody asked. */
public final class NothingAsked extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    NothingAsked(String taskId) {
        super("Task %s is not waiting for approval".formatted(taskId));
    }
}

package dev.mgx.engine;

/** A stop was decided but not recorded in time; it is still being carried out. */
public final class StopUnconfirmed extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    StopUnconfirmed(String taskId) {
        super("Task %s is being stopped, but this is not recorded yet; check its state".formatted(taskId));
    }
}

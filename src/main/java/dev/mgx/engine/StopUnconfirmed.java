package dev.mgx.engine;

/** A stop that was decided and could not be recorded in time; it goes on. */
public final class StopUnconfirmed extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    StopUnconfirmed(String taskId) {
        super("Task %s is being stopped, but this is not recorded yet; check its state".formatted(taskId));
    }
}

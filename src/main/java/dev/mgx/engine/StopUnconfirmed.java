package dev.mgx.engine;

/** A stop that was decided and could not be recorded in time; it goes on. */
public final class StopUnconfirmed extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    StopUnconfirmed(String taskId) {
        super("The stop of task %s is decided but not recorded yet; it goes on, ask for the state".formatted(taskId));
    }
}

package dev.mgx.store;

/** A write under an epoch that is over: the run was stopped, ended, taken over, or its task deleted. */
public final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(Fence fence) {
        super("Task %s is no longer at epoch %d".formatted(fence.taskId(), fence.epoch()));
    }
}

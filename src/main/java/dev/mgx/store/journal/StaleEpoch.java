package dev.mgx.store.journal;

/** A write under an epoch that is over: the run was stopped, ended, taken over, or its task deleted. */
public final class StaleEpoch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleEpoch(Fence fence) {
        super("Task %s is no longer at epoch %d".formatted(fence.taskId(), fence.epoch()));
    }
}

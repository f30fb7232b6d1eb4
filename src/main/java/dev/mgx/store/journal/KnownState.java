package dev.mgx.store.journal;

import dev.mgx.task.TaskState;

/**
 * A task's state as somebody has read or written it. It is the state now exactly where the task's row still has this
 * sequence number and this epoch: an event is never taken back, and what changes a state without one raises the epoch.
 *
 * @param lastSeq the last sequence number given out
 */
public record KnownState(TaskState state, long lastSeq, long epoch) {
    boolean isAt(long seq, long rowEpoch) {
        return lastSeq == seq && epoch == rowEpoch;
    }
}

package dev.mgx.store.journal;

import dev.mgx.task.EventDraft;
import dev.mgx.task.TaskState;
import java.time.Instant;
import java.util.List;

/**
 * A task's state as somebody has read or written it. It is the state now exactly where the task's row still has this
 * sequence number and this epoch: an event is never taken back, and what changes a state without one raises the epoch.
 *
 * @param lastSeq the last sequence number given out
 * @param lastEventAt the time of the last event
 */
public record KnownState(TaskState state, long lastSeq, long epoch, Instant lastEventAt) {
    boolean isAt(long seq, long rowEpoch) {
        return lastSeq == seq && epoch == rowEpoch;
    }

    /** The events that drafts become after it. */
    JournalPosition.Recorded record(List<EventDraft> drafts, Instant now) {
        return new JournalPosition(state, lastEventAt, false).record(drafts, now);
    }
}

package dev.mgx.store.journal;

import dev.mgx.task.EventDraft;
import java.util.List;

/**
 * What a run wants recorded: all of it, or nothing.
 *
 * @param usedMillis the run time used so far
 */
public record AppendRequest(List<EventDraft> events, List<Change> changes, long usedMillis) {
    public AppendRequest {
        events = List.copyOf(events);
        changes = List.copyOf(changes);
    }
}

package dev.mgx.store;

import dev.mgx.task.EventDraft;
import java.util.List;

/**
 * What a run wants recorded: all of it, or nothing.
 *
 * @param usedMillis the run time used so far
 */
public record Append(List<EventDraft> events, List<Change> changes, long usedMillis) {
    public Append {
        events = List.copyOf(events);
        changes = List.copyOf(changes);
    }
}

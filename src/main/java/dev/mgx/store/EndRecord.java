package dev.mgx.store;

import dev.mgx.task.EventDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run as it is recorded.
 *
 * @param events the last ones of the run
 * @param usedMillis the run time used in all
 * @param summary the task's new {@code result_summary}, or null to leave it
 * @param followsUp whether messages that the run did not take any more get a run that follows up on them
 */
public record EndRecord(
        List<EventDraft> events, long usedMillis, @Nullable String summary, boolean followsUp) {
    public EndRecord {
        events = List.copyOf(events);
    }
}

package dev.mgx.store;

import dev.mgx.task.EventDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run, as recorded in the journal.
 *
 * @param events the run's last events
 * @param usedMillis total run time used
 * @param summary the task's new {@code result_summary}, or null to leave it
 * @param followsUp whether messages that the run did not consume get a follow-up run
 */
public record EndRecord(
        List<EventDraft> events, long usedMillis, @Nullable String summary, boolean followsUp) {
    public EndRecord {
        events = List.copyOf(events);
    }
}

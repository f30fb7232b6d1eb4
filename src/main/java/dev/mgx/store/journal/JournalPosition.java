package dev.mgx.store.journal;

import dev.mgx.json.Json;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.FirstEnginePayload;
import dev.mgx.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's journal is written on.
 *
 * @param state the state so far
 * @param queued whether the task waits for a place, also after what is recorded now
 */
public record JournalPosition(TaskState state, Instant lastEventAt, boolean queued) {

    /** The events that drafts become here, and the state after them. */
    Recorded record(List<EventDraft> drafts, Instant now) {
        Instant at = now.isBefore(lastEventAt) ? lastEventAt : now;
        TaskState after = state;
        List<Written> written = new ArrayList<>();
        for (EventDraft draft : drafts) {
            Event event =
                    FirstEnginePayload.complete(draft, after, at).recorded(state.taskId(), after.lastEventId() + 1, at);
            TaskState next = after.apply(event);
            String json = Json.write(event);
            String stateJson = next.differsForWatchersFrom(after) ? Json.write(next) : null;
            written.add(new Written(RecordedEvent.of(event, json, stateJson), json, stateJson, next));
            after = next;
        }
        String last = written.getLast().stateJson();
        return new Recorded(written, after, at, last == null ? Json.write(after) : last);
    }

    /**
     * An event, and what the database keeps of it.
     *
     * @param state after it
     */
    record Written(
            RecordedEvent event, String json, @Nullable String stateJson, TaskState state) {}

    /**
     * What came of {@link #record}: at least one event.
     *
     * @param stateJson the state after them, as the row keeps it
     */
    record Recorded(List<Written> written, TaskState state, Instant at, String stateJson) {
        List<RecordedEvent> events() {
            return written.stream().map(Written::event).toList();
        }

        Written last() {
            return written.getLast();
        }
    }
}

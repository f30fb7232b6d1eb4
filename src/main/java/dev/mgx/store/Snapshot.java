package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.FirstEnginePayload;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's row as its writers need it.
 *
 * @param queueTicket its place in the queue, or null
 * @param ending the end that was decided and not recorded yet, or null
 */
record Snapshot(
        TaskState state,
        long epoch,
        Instant lastEventAt,
        @Nullable Long queueTicket,
        RunRequest request,
        long usedMillis,
        int takeovers,
        @Nullable RunEnding ending) {

    static final String COLUMNS = "state, epoch, last_event_at, queue_ticket, request, used_millis, takeovers, ending";

    static Optional<Snapshot> find(Tx tx, String taskId) throws SQLException {
        return tx.sql().first(Snapshot::read, "SELECT " + COLUMNS + " FROM task WHERE id = ?", taskId);
    }

    static Snapshot read(ResultSet row) throws SQLException {
        long ticket = row.getLong("queue_ticket");
        Long queueTicket = row.wasNull() ? null : ticket;
        String ending = row.getString("ending");
        return new Snapshot(
                Json.read(row.getString("state"), TaskState.class),
                row.getLong("epoch"),
                Instant.ofEpochMilli(row.getLong("last_event_at")),
                queueTicket,
                Json.read(row.getString("request"), RunRequest.class),
                row.getLong("used_millis"),
                row.getInt("takeovers"),
                ending == null ? null : Json.read(ending, RunEnding.class));
    }

    /** Whether nothing more is to come. */
    boolean over() {
        return state.status().terminal() && queueTicket == null;
    }

    /** The events that drafts become after this snapshot, and the state after them. */
    Recorded record(List<EventDraft> drafts, Instant now) {
        Instant at = now.isBefore(lastEventAt) ? lastEventAt : now;
        TaskState after = state;
        List<Event> events = new ArrayList<>();
        List<EncodedEvent> encoded = new ArrayList<>();
        for (EventDraft draft : drafts) {
            Event event =
                    FirstEnginePayload.complete(draft, after, at).recorded(state.taskId(), after.lastEventId() + 1, at);
            TaskState next = after.apply(event);
            String stateJson = next.differsForWatchersFrom(after) ? Json.write(next) : null;
            encoded.add(new EncodedEvent(event.eventId(), event.eventType(), Json.write(event), stateJson));
            events.add(event);
            after = next;
        }
        return new Recorded(events, encoded, after, at);
    }

    /** What came of {@link #record}. */
    record Recorded(List<Event> events, List<EncodedEvent> encoded, TaskState state, Instant at) {}
}

package dev.mgx.store.journal;

import dev.mgx.task.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept and sent: encoded once, when it is recorded. Immutable.
 *
 * @param eventId its place in the task's sequence
 * @param type what it tells
 * @param json the event as on the wire
 * @param stateJson the task's state after it, as on the wire, where watchers are to be told; else null
 */
public record EncodedEvent(
        long eventId, EventType type, String json, @Nullable String stateJson) {

    /** Whether it is the last event of a run. */
    public boolean endsRun() {
        return type.endsRun();
    }

    /** About how much memory it holds, in characters. */
    public int size() {
        return json.length() + (stateJson == null ? 0 : stateJson.length());
    }
}

package dev.mgx.store;

import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept and sent: encoded once, when it is recorded. Immutable.
 *
 * @param eventId its place in the task's sequence
 * @param json the event as on the wire
 * @param stateJson the task's state after it, as on the wire, where watchers are to be told; else null
 * @param endsRun whether it is the last event of a run
 */
public record EncodedEvent(
        long eventId, String json, @Nullable String stateJson, boolean endsRun) {

    /** About how much memory it holds, in characters. */
    public int size() {
        return json.length() + (stateJson == null ? 0 : stateJson.length());
    }
}

package dev.mgx.server.http;

import dev.mgx.task.EventType;
import java.util.Set;

/** The event protocol that a client understands, from the {@code version} query parameter. */
public enum ClientVersion {
    /** Clients of the first engine, which send no version: no deltas, and they stop reading at the terminal state. */
    FIRST,
    /** Clients that know every type of event and message. */
    SECOND;

    /** The version in a query, by default the first. */
    public static ClientVersion of(Values query) {
        return query.whole("version") == 2 ? SECOND : FIRST;
    }

    /** Event types that are not sent to the client. */
    public Set<EventType> without() {
        return switch (this) {
            case FIRST -> Set.of(EventType.MESSAGE_DELTA);
            case SECOND -> Set.of();
        };
    }
}

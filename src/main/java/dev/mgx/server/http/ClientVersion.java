package dev.mgx.server.http;

import dev.mgx.task.EventType;
import java.util.Set;

/** What a client of the events understands, by the {@code version} of its query. */
public enum ClientVersion {
    /** Clients of the first engine, which say no version: whole texts only, and nothing is read after the last state. */
    FIRST,
    /** Clients that know every type of event and message. */
    SECOND;

    /** The version that a query says, the first where it says none; refused with 422 where there is no such version. */
    public static ClientVersion of(Values query) {
        return query.whole("version") == 2 ? SECOND : FIRST;
    }

    /** The types of events that the client is not sent. */
    public Set<EventType> without() {
        return switch (this) {
            case FIRST -> Set.of(EventType.MESSAGE_DELTA);
            case SECOND -> Set.of();
        };
    }
}

package dev.mgx.store.journal;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.sql.Row;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event at its place in the journal: as a value, and as the bytes that are sent. Each is made once, however many
 * watch. Immutable and thread-safe; nobody writes to the arrays.
 */
public final class RecordedEvent {
    private final long eventId;
    private final EventType type;
    private final Body body;
    private final byte @Nullable [] stateJson;

    private RecordedEvent(long eventId, EventType type, Body body, byte @Nullable [] stateJson) {
        this.eventId = eventId;
        this.type = type;
        this.body = body;
        this.stateJson = stateJson;
    }

    /** The event and its JSON, shared by those who are told its state and those who are not. */
    private static final class Body {
        private final byte[] json;
        private @Nullable Event event; // guarded by this

        Body(byte[] json, @Nullable Event event) {
            this.json = json;
            this.event = event;
        }

        synchronized Event event() {
            Event known = event;
            if (known == null) {
                known = Json.read(new String(json, StandardCharsets.UTF_8), Event.class);
                event = known;
            }
            return known;
        }
    }

    /** One that has just been given its place; the texts are what the database keeps of it. */
    static RecordedEvent of(Event event, String json, @Nullable String stateJson) {
        Body body = new Body(json.getBytes(StandardCharsets.UTF_8), event);
        byte[] state = stateJson == null ? null : stateJson.getBytes(StandardCharsets.UTF_8);
        return new RecordedEvent(event.eventId(), event.eventType(), body, state);
    }

    /** One that is read back: a row with {@code seq, type, body, state}. */
    static RecordedEvent read(Row row) {
        return new RecordedEvent(
                row.getLong("seq"),
                EventType.valueOf(row.getString("type")),
                new Body(row.getUtf8("body"), null),
                row.getUtf8OrNull("state"));
    }

    /** The same without its state, for those who are not to be told it. */
    public RecordedEvent withoutState() {
        return stateJson == null ? this : new RecordedEvent(eventId, type, body, null);
    }

    /** Its place in the task's sequence. */
    public long eventId() {
        return eventId;
    }

    /** What it tells. */
    public EventType type() {
        return type;
    }

    /** Whether it is the last event of a run. */
    public boolean endsRun() {
        return type.endsRun();
    }

    /**
     * The event. One that was read back is parsed when it is first asked for; its payload has maps where that of one that
     * has just been recorded may have records.
     *
     * @throws MalformedJson when what was read back is no event
     */
    public Event event() {
        return body.event();
    }

    /** The event as on the wire, in UTF-8. */
    public byte[] json() {
        return body.json;
    }

    /** The task's state after it, as on the wire, in UTF-8, where watchers are to be told; else null. */
    public byte @Nullable [] stateJson() {
        return stateJson;
    }

    /** How many bytes of JSON it holds. The event as a value takes about as much again. */
    public int size() {
        return body.json.length + (stateJson == null ? 0 : stateJson.length);
    }

    /** The event as on the wire. */
    @Override
    public String toString() {
        return new String(body.json, StandardCharsets.UTF_8);
    }
}

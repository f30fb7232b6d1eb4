package dev.mgx.stream;

import dev.mgx.json.Json;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as its watchers get it: the WebSocket frame of its message, and after it that of the state which it leads
 * to, where they are to be told. Its neighbours' lie beside it in the same array, a segment, so that many are copied
 * at once. Immutable and thread-safe; nobody writes to a segment that is made.
 */
public final class EventFrame {
    /** How many bytes a segment has at most, but for one with a single event: no event keeps many others in memory. */
    private static final int SEGMENT_BYTES = 256 * 1024;

    private final long eventId;
    private final EventType type;
    private final byte[] segment;
    private final int from;
    private final int json; // where it begins
    private final int state; // where the state's frame begins, which is where the event's ends
    private final int to;

    private EventFrame(long eventId, EventType type, byte[] segment, int from, int json, int state, int to) {
        this.eventId = eventId;
        this.type = type;
        this.segment = segment;
        this.from = from;
        this.json = json;
        this.state = state;
        this.to = to;
    }

    /** The frames of events, in order. The state at the end of a run is not among them: it is sent last of all. */
    static List<EventFrame> of(List<RecordedEvent> events) {
        List<EventFrame> frames = new ArrayList<>(events.size());
        int next = 0;
        while (next < events.size()) {
            int end = next;
            int bytes = 0;
            while (end < events.size() && (end == next || bytes + size(events.get(end)) <= SEGMENT_BYTES)) {
                bytes += size(events.get(end));
                end++;
            }
            encode(events.subList(next, end), new byte[bytes], frames);
            next = end;
        }
        return frames;
    }

    private static void encode(List<RecordedEvent> events, byte[] segment, List<EventFrame> frames) {
        int from = 0;
        for (RecordedEvent event : events) {
            byte[] json = event.json();
            byte[] told = told(event);
            int state = WebSocketFrames.put(segment, from, WebSocketFrames.EVENT, json);
            int to = told == null ? state : WebSocketFrames.put(segment, state, WebSocketFrames.STATE, told);
            frames.add(
                    new EventFrame(event.eventId(), event.type(), segment, from, state - 1 - json.length, state, to));
            from = to;
        }
    }

    private static int size(RecordedEvent event) {
        byte[] told = told(event);
        return WebSocketFrames.size(WebSocketFrames.EVENT, event.json())
                + (told == null ? 0 : WebSocketFrames.size(WebSocketFrames.STATE, told));
    }

    private static byte @Nullable [] told(RecordedEvent event) {
        return event.endsRun() ? null : event.stateJson();
    }

    /** The same without its state, for those who know it already. */
    EventFrame withoutState() {
        return to == state ? this : new EventFrame(eventId, type, segment, from, json, state, state);
    }

    /** Its place in the task's sequence. */
    public long eventId() {
        return eventId;
    }

    /** What it tells. */
    public EventType type() {
        return type;
    }

    /** The array in which its bytes lie, with those of others; not to be written to. */
    public byte[] segment() {
        return segment;
    }

    /** Where its bytes begin. */
    public int from() {
        return from;
    }

    /** Where its bytes end. */
    public int to() {
        return to;
    }

    /** How many bytes its frames have. */
    public int size() {
        return to - from;
    }

    /** Whether its bytes lie right behind those of {@code other}. */
    @SuppressWarnings("ReferenceEquality") // the same array, not one like it
    public boolean follows(EventFrame other) {
        return segment == other.segment && from == other.to;
    }

    /** The event, parsed. */
    public Event event() {
        return Json.read(new String(segment, json, state - 1 - json, StandardCharsets.UTF_8), Event.class);
    }

    /** The event as on the wire, in UTF-8; a copy. */
    public byte[] json() {
        return Arrays.copyOfRange(segment, json, state - 1);
    }

    /** The frame of the state after it, or nothing; a copy. */
    byte[] stateFrame() {
        return Arrays.copyOfRange(segment, state, to);
    }
}

package dev.mgx.stream;

import org.jspecify.annotations.Nullable;

/**
 * Events without a gap, each at the place that its number says. Older and newer windows share the places: whoever holds
 * an older one may find that an event has left, never a wrong one.
 *
 * <p>One thread at a time makes windows, any number read them, without a lock.
 */
final class EventWindow {
    private static final int FEWEST_PLACES = 16; // a power of two, as every number of places

    private final @Nullable EventFrame[] places;
    private final long first;
    private final long last;

    private EventWindow(@Nullable EventFrame[] places, long first, long last) {
        this.places = places;
        this.first = first;
        this.last = last;
    }

    /** One without events, before this one. */
    static EventWindow before(long eventId) {
        return new EventWindow(new EventFrame[FEWEST_PLACES], eventId, eventId - 1);
    }

    boolean isEmpty() {
        return last < first;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    int size() {
        return (int) (last - first + 1);
    }

    /** An event, or null where it is not in memory (any more). */
    @Nullable
    EventFrame at(long eventId) {
        if (eventId < first || eventId > last) {
            return null;
        }
        EventFrame frame = places[place(eventId)]; // perhaps newer than this window, and whole: its fields are final
        return frame != null && frame.eventId() == eventId ? frame : null;
    }

    private int place(long eventId) {
        return (int) (eventId & (places.length - 1));
    }

    /** The same with the next event. */
    EventWindow with(EventFrame frame) {
        EventWindow roomy = size() < places.length ? this : twice();
        roomy.places[roomy.place(frame.eventId())] = frame;
        return new EventWindow(roomy.places, first, frame.eventId());
    }

    private EventWindow twice() {
        EventWindow twice = new EventWindow(new EventFrame[2 * places.length], first, last);
        for (long id = first; id <= last; id++) {
            twice.places[twice.place(id)] = places[place(id)];
        }
        return twice;
    }

    /** The same without the first event. */
    EventWindow withoutFirst() {
        places[place(first)] = null;
        return new EventWindow(places, first + 1, last);
    }
}

package dev.mgx.server.ws;

import dev.mgx.stream.EventFrame;
import java.util.List;

/** The target of a {@link Pump}. Used on one event loop only. */
interface Sink {

    /** Takes events, and the states after them. They are sent at the latest with {@link #flush}. */
    void events(List<EventFrame> events);

    /** Takes a state's JSON, in UTF-8, in order with the events. */
    void state(byte[] json);

    void flush();

    /** Whether more may be queued now. When this becomes true again, the pump is resumed. */
    boolean hasRoom();
}

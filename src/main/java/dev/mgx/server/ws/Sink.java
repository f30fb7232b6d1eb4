package dev.mgx.server.ws;

/** The target of a {@link Pump}. Used on one event loop only. */
interface Sink {

    /** Takes an event's JSON, in UTF-8. It is sent at the latest with {@link #flush}. */
    void event(byte[] json);

    /** Takes a state's JSON, in UTF-8, in order with the events. */
    void state(byte[] json);

    void flush();

    /** Whether more may be queued now. When this becomes true again, the pump is resumed. */
    boolean hasRoom();
}

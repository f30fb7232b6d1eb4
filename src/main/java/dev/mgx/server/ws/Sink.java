package dev.mgx.server.ws;

/** The target of a {@link Pump}. Used on one event loop only. */
interface Sink {

    /** Queues an event's JSON; it is sent with {@link #flush} at the latest. */
    void event(String json);

    /** Queues a state's JSON, in order with the events. */
    void state(String json);

    void flush();

    /** Whether more may be queued now. When this becomes true again, the pump is resumed. */
    boolean hasRoom();
}

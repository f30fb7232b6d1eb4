package dev.mgx.server.ws;

/** Where a {@link Pump} delivers to. Used on one event loop only. */
interface Sink {

    /** Takes an event's JSON, in UTF-8. It is sent at the latest with {@link #flush}. */
    void event(byte[] json);

    /** Takes a state's JSON, in UTF-8, in order with the events. */
    void state(byte[] json);

    void flush();

    /** Whether more may be handed in now. When it has become so again, the pump is told to go on. */
    boolean hasRoom();
}

package dev.mgx.server.ws;

/** The close codes in use (RFC 6455, 7.4, and the IANA registry). */
enum CloseCode {
    /** The task is over and everything was delivered: do not reconnect. */
    NORMAL(1000),
    /** The server is shutting down or considers the client gone: reconnect with the last event_id. */
    GOING_AWAY(1001),
    /** The task does not exist or was deleted: do not reconnect. */
    POLICY(1008),
    /** A text message is not UTF-8. */
    INVALID_DATA(1007),
    TOO_BIG(1009),
    /** An internal error: reconnect later. */
    FAILURE(1011),
    /** The client reads nothing, or the queue is full: reconnect later. */
    TRY_LATER(1013);

    private final short number;

    CloseCode(int number) {
        this.number = (short) number;
    }

    short number() {
        return number;
    }
}

package dev.mgx.server.ws;

/** Why a WebSocket is closed, and with which code of RFC 6455 and its registry. */
enum CloseCode {
    /** The task is over and everything was delivered: there is nothing to come back for. */
    NORMAL(1000),
    /** The server is going, or takes the client for gone: come back with the last event_id. */
    GOING_AWAY(1001),
    /** There is no such task, or no longer: do not come back. */
    POLICY(1008),
    /** Not UTF-8 where it must be. */
    INVALID_DATA(1007),
    TOO_BIG(1009),
    /** Our own fault: come back later. */
    FAILURE(1011),
    /** The client takes nothing, or there is no place now: come back later. */
    TRY_LATER(1013);

    private final short number;

    CloseCode(int number) {
        this.number = (short) number;
    }

    short number() {
        return number;
    }
}

package dev.mgx.client;

/** Receives what a watch sees, on the watch's thread. */
public interface WatchListener {
    void event(MgxEvent event);

    default void state(MgxState state) {}

    /** Called about once a second. */
    default void tick() {}

    /** The connection was lost; the watch tries to reconnect. */
    default void disconnected() {}

    /** The connection was restored; no event was missed. */
    default void reconnected() {}
}

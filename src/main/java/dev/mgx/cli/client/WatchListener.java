package dev.mgx.cli.client;

import tools.jackson.databind.JsonNode;

/** Is told what a watch sees, on the watch's own thread. */
public interface WatchListener {
    void event(JsonNode event);

    default void state(JsonNode state) {}

    /** About once a second, whether or not something happens. */
    default void tick() {}

    /** The connection broke; the watch tries to get it back. */
    default void lost() {}

    /** It is back; nothing was missed. */
    default void found() {}
}

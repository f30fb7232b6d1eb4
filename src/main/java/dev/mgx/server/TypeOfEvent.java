package dev.mgx.server;

import dev.mgx.store.EncodedEvent;

/** Tells the type of an encoded event without reading all of it. */
final class TypeOfEvent {
    /** As it is in every encoded event; within a text the quotes would be escaped. */
    private static final String FIELD = "\"event_type\":\"";

    private TypeOfEvent() {}

    static String in(EncodedEvent event) {
        int begin = event.json().indexOf(FIELD) + FIELD.length();
        return event.json().substring(begin, event.json().indexOf('"', begin));
    }
}

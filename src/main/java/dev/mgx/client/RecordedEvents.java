package dev.mgx.client;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The events that a task has so far, read a page at a time. */
public record RecordedEvents(MgxClient client, String taskId) {
    private static final int PAGE_SIZE = 500;

    /** All of them but the pieces of text that models write. */
    public void each(Consumer<MgxEvent> reader) throws InterruptedException {
        each(0, 1, reader);
    }

    /** All of them after one. */
    public void eachAfter(long sinceEventId, Consumer<MgxEvent> reader) throws InterruptedException {
        each(sinceEventId, 2, reader);
    }

    private void each(long since, int version, Consumer<MgxEvent> reader) throws InterruptedException {
        long after = since;
        JsonNode page;
        do {
            page = client.get("/api/tasks/%s/events?version=%d&since_event_id=%d&limit=%d"
                            .formatted(taskId, version, after, PAGE_SIZE))
                    .path("events");
            for (JsonNode each : page) {
                MgxEvent event = new MgxEvent(each);
                after = event.eventId();
                reader.accept(event);
            }
        } while (!page.isEmpty());
    }
}

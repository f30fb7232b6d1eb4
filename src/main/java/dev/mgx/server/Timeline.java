package dev.mgx.server;

import dev.mgx.json.Json;
import dev.mgx.store.EncodedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a task's events as its page shows them: without the pieces of texts that came whole later. */
final class Timeline {
    /** As it is in every encoded event; within a text the quotes would be escaped. */
    private static final String DELTA = "\"event_type\":\"MESSAGE_DELTA\"";

    private final int offset;
    private final int limit;
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private int total;

    Timeline(int offset, int limit) {
        this.offset = offset;
        this.limit = limit;
    }

    /** The part as on the wire. */
    record Excerpt(List<Map<String, @Nullable Object>> items, int total, int limit, int offset, boolean hasMore) {}

    /** Takes the next event of the task. */
    void add(EncodedEvent event) {
        if (event.json().contains(DELTA)) {
            return;
        }
        if (total >= offset && items.size() < limit) {
            items.add(item(Json.readMap(event.json())));
        }
        total++;
    }

    Excerpt excerpt() {
        return new Excerpt(items, total, limit, offset, (long) offset + items.size() < total);
    }

    private static Map<String, @Nullable Object> item(Map<String, @Nullable Object> event) {
        Map<?, ?> payload = event.get("payload") instanceof Map<?, ?> details ? details : Map.of();
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        for (String field : List.of("event_id", "timestamp", "agent_role", "visual_type")) {
            item.put(field, event.get(field));
        }
        item.put("message", payload.get("message"));
        item.put("content", payload.get("content"));
        for (String field : List.of("file_path", "code_diff", "execution_result", "event_type")) {
            item.put(field, event.get(field));
        }
        item.put(
                "group_key",
                Objects.requireNonNullElse(event.get("agent_role"), "SYSTEM")
                        + "_"
                        + Objects.requireNonNullElse(event.get("visual_type"), "MESSAGE"));
        return item;
    }
}

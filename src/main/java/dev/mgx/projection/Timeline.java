package dev.mgx.projection;

import dev.mgx.json.Json;
import dev.mgx.store.journal.EncodedEvent;
import dev.mgx.store.task.Page;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page of a task's events for display, without deltas. */
public final class Timeline {
    public static final Set<EventType> LEFT_OUT = Set.of(EventType.MESSAGE_DELTA);

    private Timeline() {}

    /** The part as on the wire. */
    record Excerpt(List<Map<String, @Nullable Object>> items, long total, int limit, int offset, boolean hasMore) {}

    public static Excerpt of(Page<EncodedEvent> page, int limit, int offset) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        page.items().forEach(event -> items.add(item(Json.readMap(event.json()))));
        return new Excerpt(items, page.total(), limit, offset, (long) offset + items.size() < page.total());
    }

    private static Map<String, @Nullable Object> item(Map<String, @Nullable Object> event) {
        Map<?, ?> payload = event.get("payload") instanceof Map<?, ?> details ? details : Map.of();
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        for (String field : List.of("event_id", "timestamp", "agent_role")) {
            item.put(field, event.get(field));
        }
        Object visual = Objects.requireNonNullElse(event.get("visual_type"), VisualType.MESSAGE.name());
        item.put("visual_type", visual);
        item.put("message", payload.get("message"));
        item.put("content", payload.get("content"));
        for (String field : List.of("file_path", "code_diff", "execution_result", "event_type")) {
            item.put(field, event.get(field));
        }
        item.put("group_key", Objects.requireNonNullElse(event.get("agent_role"), "SYSTEM") + "_" + visual);
        return item;
    }
}

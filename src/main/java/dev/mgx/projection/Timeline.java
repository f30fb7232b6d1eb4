package dev.mgx.projection;

import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.task.Page;
import dev.mgx.task.Event;
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

    public static Excerpt of(Page<RecordedEvent> page, int limit, int offset) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        page.items().forEach(event -> items.add(item(event.event())));
        return new Excerpt(items, page.total(), limit, offset, (long) offset + items.size() < page.total());
    }

    private static Map<String, @Nullable Object> item(Event event) {
        VisualType visual = Objects.requireNonNullElse(event.visualType(), VisualType.MESSAGE);
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("event_id", event.eventId());
        item.put("timestamp", event.timestamp());
        item.put("agent_role", event.agentRole());
        item.put("visual_type", visual);
        item.put("message", event.payload().get("message"));
        item.put("content", event.payload().get("content"));
        item.put("file_path", event.filePath());
        item.put("code_diff", event.codeDiff());
        item.put("execution_result", event.executionResult());
        item.put("event_type", event.eventType());
        item.put("group_key", (event.agentRole() == null ? "SYSTEM" : event.agentRole()) + "_" + visual);
        return item;
    }
}

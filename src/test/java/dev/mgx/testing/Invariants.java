package dev.mgx.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.Store;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the invariants of every task's journal; fault tests end with it. */
public final class Invariants {
    private Invariants() {}

    /** Checks a task's whole journal against the guarantees and returns its events. */
    public static List<Map<String, @Nullable Object>> check(Store store, String taskId) {
        List<RecordedEvent> encoded = store.journal().after(taskId, 0, Integer.MAX_VALUE);
        List<Map<String, @Nullable Object>> events =
                encoded.stream().map(event -> Json.readMap(event.toString())).toList();
        assertGapless(events);
        assertRunsWellFormed(events);
        TaskState state = store.tasks().state(taskId).orElseThrow();
        assertThat(state.lastEventId())
                .as("the state is the fold of all events")
                .isEqualTo(events.size());
        assertThat(store.journal().last(taskId)).isEqualTo(events.size());
        return events;
    }

    /** Checks a task that must be over. */
    public static List<Map<String, @Nullable Object>> checkOver(Store store, String taskId) {
        assertThat(store.tasks().state(taskId).orElseThrow().status().terminal())
                .as("the task is over")
                .isTrue();
        return check(store, taskId);
    }

    public static List<String> types(List<Map<String, @Nullable Object>> events) {
        return events.stream()
                .map(event -> String.valueOf(event.get("event_type")))
                .toList();
    }

    public static @Nullable Object detail(Map<String, @Nullable Object> event, String key) {
        return event.get("payload") instanceof Map<?, ?> payload ? payload.get(key) : null;
    }

    private static void assertGapless(List<Map<String, @Nullable Object>> events) {
        Instant before = Instant.EPOCH;
        for (int i = 0; i < events.size(); i++) {
            assertThat(((Number) java.util.Objects.requireNonNull(events.get(i).get("event_id"))).longValue())
                    .as("event ids are 1, 2, 3 …")
                    .isEqualTo(i + 1);
            Instant at = Instant.parse(String.valueOf(events.get(i).get("timestamp")));
            assertThat(at).as("time never falls").isAfterOrEqualTo(before);
            before = at;
        }
    }

    private static void assertRunsWellFormed(List<Map<String, @Nullable Object>> events) {
        List<EventType> run = new ArrayList<>();
        for (String name : types(events)) {
            EventType type = EventType.valueOf(name);
            assertThat(run.isEmpty()).as("TASK_START is first, and only first").isEqualTo(type == EventType.TASK_START);
            run.add(type);
            if (type.endsRun()) {
                switch (type) {
                    case TASK_COMPLETE -> assertThat(run).contains(EventType.RESULT);
                    case TASK_ERROR -> assertThat(run).contains(EventType.ERROR);
                    default -> assertThat(run).doesNotContain(EventType.RESULT);
                }
                run.clear();
            }
        }
    }
}

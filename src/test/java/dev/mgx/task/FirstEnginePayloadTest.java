package dev.mgx.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FirstEnginePayloadTest {
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00Z");

    private TaskState state = TaskState.initial("t1");
    private final List<Event> events = new ArrayList<>();

    /** Records an event so many milliseconds after the beginning, as the journal does; answers its payload. */
    private Map<String, @Nullable Object> record(EventDraft draft, int millis) {
        Instant at = BEGAN.plusMillis(millis);
        Event event = FirstEnginePayload.complete(draft, state, at).recorded("t1", state.lastEventId() + 1, at);
        state = state.apply(event);
        events.add(event);
        return event.payload();
    }

    private void start() {
        record(EventDraft.of(EventType.TASK_START, "Run 1 started").with("simulated", true), 0);
    }

    @Test
    void aStartSaysWhetherTheModelIsSimulated() {
        assertThat(record(EventDraft.of(EventType.TASK_START, "Run 1 started").with("simulated", true), 0))
                .containsEntry("test_mode", true)
                .containsEntry("timestamp", "2026-11-29T12:00:00Z");
        record(EventDraft.of(EventType.TASK_CANCELLED, "Stopped"), 1);
        assertThat(record(EventDraft.of(EventType.TASK_START, "Run 2 started"), 2))
                .containsEntry("test_mode", false);
    }

    @Test
    void anAgentsEndHasDurationCostAndSuccess() {
        start();
        assertThat(record(EventDraft.of(EventType.AGENT_START, "Planning"), 100))
                .containsEntry("timestamp", "2026-11-29T12:00:00.100Z");
        EventDraft done = EventDraft.of(EventType.AGENT_COMPLETE, "Planned")
                .with("started_at", "2026-11-29T12:00:00.100Z")
                .with("usage", new Usage(10, 20, new BigDecimal("0.25"), 1));
        assertThat(record(done, 1_350))
                .containsEntry("duration", 1.25)
                .containsEntry("token_cost", new BigDecimal("0.25"))
                .containsEntry("success", true)
                .containsEntry("timestamp", "2026-11-29T12:00:01.350Z");
        assertThat(record(done.with("token_cost", new BigDecimal("0.75")), 1_400))
                .containsEntry("token_cost", new BigDecimal("0.75"));
        assertThat(record(EventDraft.of(EventType.AGENT_COMPLETE, "Who began?"), 1_500))
                .containsEntry("duration", null);
    }

    @Test
    void aSuccessHasResultAndMetrics() {
        start();
        record(EventDraft.of(EventType.LOG, "asked").with("usage", new Usage(10, 20, new BigDecimal("0.25"), 3)), 10);
        Map<String, @Nullable Object> result = Map.of("summary", "Built");
        assertThat(record(EventDraft.of(EventType.RESULT, "Built").with("final_result", result), 2_000))
                .containsEntry("result", result);
        assertThat(record(EventDraft.of(EventType.TASK_COMPLETE, "Task completed"), 2_500))
                .containsEntry("result", result)
                .containsEntry("timestamp", "2026-11-29T12:00:02.500Z")
                .containsEntry(
                        "metrics",
                        Map.of(
                                "total_duration",
                                2.5,
                                "input_tokens",
                                10L,
                                "output_tokens",
                                20L,
                                "cost_usd",
                                new BigDecimal("0.25"),
                                "llm_calls",
                                3));
    }

    @Test
    void aFailureHasErrorTypeAndMetrics() {
        start();
        record(EventDraft.of(EventType.ERROR, "No good"), 1_000);
        assertThat(record(EventDraft.of(EventType.TASK_ERROR, "No good"), 1_000))
                .containsEntry("error", "No good")
                .containsEntry("error_type", "internal")
                .containsKey("metrics")
                .containsEntry("timestamp", "2026-11-29T12:00:01Z");
    }

    @Test
    void theKeysDoNotChangeTheFold() {
        start();
        record(EventDraft.of(EventType.AGENT_START, "Planning").with("progress", 0.5), 10);
        record(EventDraft.of(EventType.ERROR, "No good"), 20);
        record(EventDraft.of(EventType.TASK_ERROR, "No good").with("error_type", "internal"), 30);
        TaskState plain = TaskState.initial("t1");
        for (Event event : events) {
            EventDraft bare = EventDraft.of(event.eventType(), event.message())
                    .with("progress", event.payload().get("progress"))
                    .with("simulated", event.payload().get("simulated"))
                    .with("error_type", event.payload().get("error_type"));
            plain = plain.apply(bare.recorded("t1", event.eventId(), event.timestamp()));
        }
        assertThat(state).isEqualTo(plain);
    }
}

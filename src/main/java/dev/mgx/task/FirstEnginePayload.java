package dev.mgx.task;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the payload keys that clients of the first engine expect. They depend only on the event, the state before it
 * and its time, so the result is the same for every writer.
 */
public final class FirstEnginePayload {
    private FirstEnginePayload() {}

    /**
     * The draft with the keys of the first engine.
     *
     * @param before the state before the event
     * @param at when the event is recorded
     */
    public static EventDraft complete(EventDraft draft, TaskState before, Instant at) {
        return switch (draft.type()) {
            case TASK_START ->
                timed(draft, at)
                        .with("test_mode", Boolean.TRUE.equals(draft.payload().get("simulated")));
            case AGENT_START, TASK_CANCELLED -> timed(draft, at);
            case AGENT_COMPLETE ->
                timed(draft, at)
                        .with("duration", seconds(startedAt(draft), at))
                        .with("token_cost", tokenCost(draft))
                        .with("success", true);
            case RESULT -> draft.with("result", draft.payload().get("final_result"));
            case TASK_COMPLETE ->
                timed(draft, at).with("result", before.finalResult()).with("metrics", metrics(before, at));
            case TASK_ERROR ->
                timed(draft, at)
                        .with("error", draft.payload().get("message"))
                        .with("error_type", draft.payload().getOrDefault("error_type", ErrorType.INTERNAL.toString()))
                        .with("metrics", metrics(before, at));
            case LOG, MESSAGE, MESSAGE_DELTA, USER_MESSAGE, APPROVAL_REQUEST, EXECUTION_STREAM, ERROR -> draft;
        };
    }

    private static EventDraft timed(EventDraft draft, Instant at) {
        return draft.with("timestamp", at.toString());
    }

    /** The duration of the run and the usage of the task. */
    private static Map<String, @Nullable Object> metrics(TaskState state, Instant at) {
        Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
        metrics.put("total_duration", seconds(state.startedAt(), at));
        metrics.put("input_tokens", state.usage().inputTokens());
        metrics.put("output_tokens", state.usage().outputTokens());
        metrics.put("cost_usd", state.usage().costUsd());
        metrics.put("llm_calls", state.usage().llmCalls());
        return metrics;
    }

    private static @Nullable Instant startedAt(EventDraft draft) {
        return draft.payload().get("started_at") instanceof String time ? Instant.parse(time) : null;
    }

    /** In US dollars. */
    private static BigDecimal tokenCost(EventDraft draft) {
        return draft.payload().get("token_cost") instanceof BigDecimal cost
                ? cost
                : Payload.usage(draft.payload().get("usage")).costUsd();
    }

    private static @Nullable Double seconds(@Nullable Instant from, Instant to) {
        return from == null ? null : Duration.between(from, to).toMillis() / 1000.0;
    }
}

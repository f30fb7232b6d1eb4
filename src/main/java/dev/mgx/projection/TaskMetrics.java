package dev.mgx.projection;

import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import dev.mgx.task.Payload;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agents' work in a task's latest run (times, durations, usage), folded from the events. */
public final class TaskMetrics {
    /** The first engine's names for the roles that it knew. */
    private static final Map<String, AgentRole> FIRST_NAMES = first();

    private final String taskId;
    private final Map<AgentRole, Span> agents = new LinkedHashMap<>();
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;
    private @Nullable Instant errorAt;
    private int executions;

    public TaskMetrics(String taskId) {
        this.taskId = taskId;
    }

    /** What one role did, from its first start to its last end. */
    private static final class Span {
        @Nullable
        Instant started;

        @Nullable
        Instant completed;

        Usage usage = Usage.NONE;
    }

    /** A role as on the wire. */
    record Agent(
            String agentRole,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Double duration,
            long inputTokens,
            long outputTokens,
            BigDecimal costUsd,
            int llmCalls) {}

    /** Takes the next event of the task. */
    public void add(RecordedEvent recorded) {
        Event event = recorded.event();
        EventType type = event.eventType();
        Instant at = event.timestamp();
        if (type == EventType.TASK_START) {
            begin(at);
        }
        switch (type) {
            case TASK_COMPLETE, TASK_CANCELLED -> completedAt = at;
            case TASK_ERROR -> {
                completedAt = at;
                errorAt = errorAt == null ? at : errorAt;
            }
            case ERROR -> errorAt = at;
            default -> {}
        }
        if (event.executionResult() != null) {
            executions++;
        }
        if (event.agentRole() != null) {
            work(agents.computeIfAbsent(event.agentRole(), unseen -> new Span()), event);
        }
    }

    private void begin(Instant at) {
        agents.clear();
        startedAt = at;
        completedAt = null;
        errorAt = null;
        executions = 0;
    }

    private static void work(Span span, Event event) {
        if (event.eventType() == EventType.AGENT_START) {
            span.started = span.started == null ? event.timestamp() : span.started;
        } else if (event.eventType() == EventType.AGENT_COMPLETE) {
            span.completed = event.timestamp();
        }
        span.usage = span.usage.plus(Payload.usage(event.payload().get("usage")));
    }

    /**
     * Everything as on the wire.
     *
     * @param events how many the task has
     */
    public Map<String, @Nullable Object> document(long events, int artifacts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("task_id", taskId);
        document.put("started_at", startedAt);
        document.put("completed_at", completedAt);
        document.put("error_at", errorAt);
        FIRST_NAMES.forEach((name, role) -> {
            Span span = agents.getOrDefault(role, new Span());
            document.put(name + "_started_at", span.started);
            document.put(name + "_completed_at", span.completed);
            document.put(name + "_duration", seconds(span.started, span.completed));
        });
        document.put("total_duration", seconds(startedAt, completedAt));
        List<Agent> all = new ArrayList<>();
        agents.forEach((role, span) -> all.add(agent(role.toString(), span)));
        document.put("agents", all);
        document.put("events", events);
        document.put("artifacts", artifacts);
        document.put("executions", executions);
        return document;
    }

    private static Agent agent(String role, Span span) {
        return new Agent(
                role,
                span.started,
                span.completed,
                seconds(span.started, span.completed),
                span.usage.inputTokens(),
                span.usage.outputTokens(),
                span.usage.costUsd(),
                span.usage.llmCalls());
    }

    private static @Nullable Double seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis() / 1000.0;
    }

    private static Map<String, AgentRole> first() {
        Map<String, AgentRole> names = new LinkedHashMap<>();
        names.put("pm", AgentRole.PRODUCT_MANAGER);
        names.put("architect", AgentRole.ARCHITECT);
        names.put("engineer", AgentRole.ENGINEER);
        names.put("debugger", AgentRole.DEBUGGER);
        return names;
    }
}

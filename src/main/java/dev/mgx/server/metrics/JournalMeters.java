package dev.mgx.server.metrics;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import dev.mgx.task.Payload;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is journaled: runs, events, files, and what events tell of agents, model calls and executions. The names
 * of what the first engine counted too are its own. It is called on the writer's thread, and reads no JSON.
 */
public final class JournalMeters implements JournalListener {
    private static final Duration[] BUCKETS = List.of(1, 2, 5, 10, 30, 60, 120, 300, 600, 1800).stream()
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    /** How a run ended that SUCCEEDED, but whose checks could not be run. */
    private static final String UNVERIFIED = "unverified";

    private final MeterRegistry registry;
    private final OpenRuns runs = new OpenRuns();

    public JournalMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("mgx.events.active", runs::events)
                .description("events of active runs in this process")
                .register(registry);
        Gauge.builder("mgx.artifacts.active", runs::files)
                .description("files written by active runs in this process")
                .register(registry);
        registerAtZero();
    }

    /** Registers every series at zero, so that the first increment already shows as a rate. */
    private void registerAtZero() {
        for (EventType type : EventType.values()) {
            event(type).increment(0);
            if (type.endsRun()) {
                run(status(type)).increment(0);
                runEnded(status(type).name().toLowerCase(Locale.ROOT)).increment(0);
                runDuration(status(type));
            }
        }
        for (AgentRole role : AgentRole.values()) {
            artifacts(role.toString()).increment(0);
            step(role.toString(), "completed").increment(0);
            step(role.toString(), "failed").increment(0);
            stepDuration(role.toString());
            cost(role.toString()).increment(0);
            calls(role.toString(), "success").increment(0);
        }
        rateLimitHits().increment(0);
        runEnded(UNVERIFIED).increment(0);
    }

    @Override
    public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
        for (RecordedEvent event : events) {
            event(event.type()).increment();
            runs.event(taskId);
            details(taskId, event.event());
            if (event.endsRun()) {
                runs.over(taskId).forEach(role -> step(role, "failed").increment());
                ended(status(event.type()), head.state());
            }
        }
    }

    private static TaskStatus status(EventType end) {
        return switch (end) {
            case TASK_COMPLETE -> TaskStatus.SUCCEEDED;
            case TASK_CANCELLED -> TaskStatus.CANCELLED;
            default -> TaskStatus.FAILED;
        };
    }

    private void ended(TaskStatus status, TaskState state) {
        run(status).increment();
        runEnded(ending(status, state)).increment();
        if (state.startedAt() != null && state.completedAt() != null) {
            runDuration(status).record(Duration.between(state.startedAt(), state.completedAt()));
        }
    }

    private void details(String taskId, Event event) {
        EventType type = event.eventType();
        Map<String, @Nullable Object> payload = event.payload();
        String role = event.agentRole() == null ? "none" : event.agentRole().toString();
        String step = String.valueOf(payload.get("step"));
        if (type == EventType.AGENT_START) {
            runs.stepBegan(taskId, step, role);
        } else if (type == EventType.AGENT_COMPLETE) {
            runs.stepEnded(taskId, step);
            step(role, "completed").increment();
            if (payload.get("duration") instanceof Number seconds) {
                stepDuration(role).record(Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)));
            }
        }
        if (payload.get("artifact_id") instanceof String) {
            artifacts(role).increment();
            runs.file(taskId, String.valueOf(event.filePath()));
        }
        count(type, role, payload);
    }

    private void count(EventType type, String role, Map<?, ?> payload) {
        Usage usage = Payload.usage(payload.get("usage"));
        if ("RATE_LIMITED".equals(payload.get("kind"))) {
            rateLimitHits().increment();
        }
        if (usage.llmCalls() > 0) {
            String status = type == EventType.AGENT_COMPLETE ? "success" : failure(payload.get("kind"));
            calls(role, status).increment(usage.llmCalls());
            tokens(role, "input").increment((double) usage.inputTokens());
            tokens(role, "output").increment((double) usage.outputTokens());
            cost(role).increment(usage.costUsd().doubleValue());
        }
        if (payload.get("execution") instanceof Map<?, ?> execution
                && execution.get("ending") instanceof String ending) {
            counter("mgx.executions", "executions of generated programs", "ending", ending)
                    .increment();
            if (execution.get("duration_ms") instanceof Number millis) {
                timer("mgx.execution.duration", "duration of executions, with all their checks", "ending", ending)
                        .record(Duration.ofMillis(millis.longValue()));
            }
        }
    }

    /** The failure kind of the event; {@code not_used} when the model answered but the answer was unusable. */
    private static String failure(@Nullable Object kind) {
        return kind instanceof String name ? name.toLowerCase(Locale.ROOT) : "not_used";
    }

    private Counter event(EventType type) {
        return counter("mgx.events", "events journaled", "event_type", type.name());
    }

    private Counter run(TaskStatus status) {
        return counter("mgx.tasks", "finished runs, by final status", "status", status.name());
    }

    private static String ending(TaskStatus status, TaskState state) {
        boolean unverified = status == TaskStatus.SUCCEEDED
                && state.finalResult() != null
                && Boolean.FALSE.equals(state.finalResult().get("verified"));
        return unverified ? UNVERIFIED : status.name().toLowerCase(Locale.ROOT);
    }

    private Counter runEnded(String ending) {
        return counter("mgx.runs.ended", "finished runs, by how they ended", "ending", ending);
    }

    private Timer runDuration(TaskStatus status) {
        return timer("mgx.task.duration", "duration of runs", "status", status.name());
    }

    private Counter artifacts(String role) {
        return counter("mgx.artifacts", "file versions written by agents", "agent_role", role);
    }

    private Counter step(String role, String status) {
        return counter("mgx.agent.steps", "agent steps, by outcome", "agent_role", role, "status", status);
    }

    private Timer stepDuration(String role) {
        return timer("mgx.agent.step.duration", "duration of completed agent steps", "agent_role", role);
    }

    private Counter cost(String role) {
        return counter("mgx.agent.token.cost", "cost of model calls, in US dollars", "agent_role", role);
    }

    private Counter calls(String role, String status) {
        return counter("mgx.llm.calls", "model calls", "agent_role", role, "status", status);
    }

    private Counter tokens(String role, String direction) {
        return counter(
                "mgx.llm.tokens", "tokens read and generated by models", "agent_role", role, "direction", direction);
    }

    private Counter rateLimitHits() {
        return counter("mgx.llm.rate.limit.hits", "model calls rejected by the provider's rate limit");
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void deleted(String taskId) {
        runs.over(taskId);
    }
}

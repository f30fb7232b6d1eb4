package dev.mgx.server;

import dev.mgx.json.Json;
import dev.mgx.store.EncodedEvent;
import dev.mgx.store.JournalListener;
import dev.mgx.store.Standing;
import dev.mgx.task.EventType;
import dev.mgx.task.Payload;
import dev.mgx.task.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is journaled: events, and what they tell of model calls and executions. On the writer's
 * thread, so it reads only the few events that have something to count.
 */
final class JournalMeters implements JournalListener {
    private final MeterRegistry registry;

    JournalMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void changed(String taskId, List<EncodedEvent> events, Standing standing) {
        for (EncodedEvent event : events) {
            count("mgx.events", "events journaled", 1, "type", event.type().name());
            // Within a text the quotes would be escaped.
            if (event.json().contains("\"usage\":{") || event.json().contains("\"execution\":{")) {
                read(Json.readMap(event.json()));
            }
        }
    }

    private void read(Map<String, @Nullable Object> event) {
        if (!(event.get("payload") instanceof Map<?, ?> payload)) {
            return;
        }
        String role = String.valueOf(Objects.requireNonNullElse(event.get("agent_role"), "none"));
        Usage usage = Payload.usage(payload.get("usage"));
        if (usage.llmCalls() > 0) {
            boolean answered = EventType.AGENT_COMPLETE.name().equals(event.get("event_type"));
            String outcome = answered ? "answered" : failure(payload.get("kind"));
            count("mgx.model.calls", "model calls", usage.llmCalls(), "role", role, "outcome", outcome);
            String tokens = "tokens that models took and gave";
            count("mgx.model.tokens", tokens, (double) usage.inputTokens(), "role", role, "direction", "input");
            count("mgx.model.tokens", tokens, (double) usage.outputTokens(), "role", role, "direction", "output");
            double cost = usage.costUsd().doubleValue();
            count("mgx.model.cost.usd", "what model calls cost, in US dollars", cost, "role", role);
        }
        if (payload.get("execution") instanceof Map<?, ?> execution
                && execution.get("ending") instanceof String ending) {
            count("mgx.executions", "executions of generated programs", 1, "ending", ending);
        }
    }

    /** The kind where the event says one; else the answer came and was of no use. */
    private static String failure(@Nullable Object kind) {
        return kind instanceof String name ? name.toLowerCase(Locale.ROOT) : "not_used";
    }

    private void count(String name, String description, double amount, String... tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment(amount);
    }

    @Override
    public void deleted(String taskId) {}
}

package dev.mgx.cli.terminal;

import dev.mgx.client.MgxEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What the events of a task's latest run say and its state does not: what came of each check, and which limit it ran out
 * of. Not thread-safe.
 */
public final class LatestRun {
    private final LatestResults results = new LatestResults();
    private final RunStopwatch stopwatch = new RunStopwatch(Instant.EPOCH);
    private JsonNode start = MissingNode.getInstance();
    private boolean overBudget;
    private Optional<SpentLimit> spent = Optional.empty();

    public void event(MgxEvent received) {
        JsonNode event = received.json();
        results.event(event);
        Instant at = RunStopwatch.time(event.path("timestamp").asString(""), Instant.EPOCH);
        stopwatch.event(event, at);
        JsonNode payload = received.payload();
        switch (received.type()) {
            case "TASK_START" -> {
                start = payload;
                overBudget = false;
                spent = Optional.empty();
            }
            case "LOG" -> overBudget |= payload.path("kind").asString("").equals("OVER_BUDGET");
            case "TASK_ERROR" -> spent = overBudget ? budget(payload.path("metrics")) : time(at);
            default -> {}
        }
    }

    /** What came of the checks so far. */
    LatestResults results() {
        return results;
    }

    /** The limit that it ran out of, if it ended for that reason. */
    public Optional<SpentLimit> spent() {
        return spent;
    }

    private Optional<SpentLimit> time(Instant at) {
        return stopwatch.isOver(at) ? limit(SpentLimit.Kind.TIME, "max_duration_seconds") : Optional.empty();
    }

    /** With a limit of both kinds, the one of which more is used. */
    private Optional<SpentLimit> budget(JsonNode used) {
        double tokens = used.path("input_tokens").asDouble(0)
                + used.path("output_tokens").asDouble(0);
        double ofTokens = tokens / start.path("max_tokens").asDouble(Double.POSITIVE_INFINITY);
        double ofCost =
                used.path("cost_usd").asDouble(0) / start.path("max_cost_usd").asDouble(Double.POSITIVE_INFINITY);
        if (!start.path("price_known").asBoolean(true)
                && !start.path("max_tokens").isNumber()) {
            return Optional.empty(); // a price is what is missing, and no larger budget helps
        }
        return ofTokens > ofCost
                ? limit(SpentLimit.Kind.TOKENS, "max_tokens")
                : limit(SpentLimit.Kind.COST, "max_cost_usd");
    }

    private Optional<SpentLimit> limit(SpentLimit.Kind kind, String name) {
        BigDecimal amount = start.path(name).decimalValue(BigDecimal.ZERO);
        return amount.signum() > 0 ? Optional.of(new SpentLimit(kind, amount)) : Optional.empty();
    }
}

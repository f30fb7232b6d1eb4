package dev.mgx.cli.terminal;

import dev.mgx.client.MgxClient;
import dev.mgx.client.ServerRefused;
import dev.mgx.client.ServerUnreachable;
import dev.mgx.task.AgentRole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The model usage of a run: the total and each agent's share.
 *
 * @param agents as in {@code GET /api/tasks/{id}/metrics}
 */
public record UsageRows(JsonNode agents) {
    /**
     * The usage of the task's latest run. Empty if it cannot be fetched, so that the rest of the report is still
     * printed.
     */
    public static UsageRows of(MgxClient api, String taskId) throws InterruptedException {
        try {
            return new UsageRows(api.metrics(taskId).path("agents"));
        } catch (ServerRefused | ServerUnreachable e) {
            return new UsageRows(MissingNode.getInstance());
        }
    }

    /** A line for the total and one for each agent that called a model; empty without model calls. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        long calls = 0;
        long tokens = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (JsonNode agent : agents) {
            if (calls(agent) > 0) {
                lines.add("%-15s  %s"
                        .formatted(
                                AgentRole.displayName(agent.path("agent_role").asString("")),
                                text(calls(agent), tokens(agent), cost(agent))));
                calls += calls(agent);
                tokens += tokens(agent);
                cost = cost.add(cost(agent));
            }
        }
        if (calls > 0) {
            lines.addFirst(text(calls, tokens, cost));
        }
        return lines;
    }

    private static String text(long calls, long tokens, BigDecimal cost) {
        return String.format(
                Locale.ROOT,
                "%d model %s, %,d tokens, $%s",
                calls,
                calls == 1 ? "call" : "calls",
                tokens,
                cost.signum() == 0
                        ? "0"
                        : cost.setScale(4, RoundingMode.HALF_UP).toPlainString());
    }

    private static long calls(JsonNode agent) {
        return agent.path("llm_calls").asLong(0);
    }

    private static long tokens(JsonNode agent) {
        return agent.path("input_tokens").asLong(0)
                + agent.path("output_tokens").asLong(0);
    }

    private static BigDecimal cost(JsonNode agent) {
        return agent.path("cost_usd").decimalValue(BigDecimal.ZERO);
    }
}

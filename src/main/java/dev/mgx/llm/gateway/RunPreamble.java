package dev.mgx.llm.gateway;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people are told before the first call of a run: the model and the limits. */
record RunPreamble(ModelGateway gateway, TaskOptions options, BudgetLimits limits) {

    /** As details of TASK_START. */
    Map<String, @Nullable Object> details() {
        Model usual = usual();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("simulated", usual.simulated());
        details.put("model", usual.name());
        Map<String, String> byRole = byRole();
        if (byRole.values().stream().anyMatch(name -> !name.equals(usual.name()))) {
            details.put("role_models", byRole);
        }
        details.put("max_cost_usd", limits.maxCostUsd());
        details.put("max_tokens", limits.maxTokens());
        details.put("price_known", unpriced().isEmpty());
        if (!usual.profile().equals(ModelProfile.UNKNOWN)) {
            details.put("model_profile", usual.profile());
        }
        return details;
    }

    /**
     * A few sentences; empty if the simulated model answers, which is shown elsewhere.
     *
     * @param used usage of the task so far
     */
    Optional<String> sentence(Usage used) {
        Model usual = usual();
        String requested = options.model();
        if (usual.simulated()) {
            return requested == null || requested.equals(usual.name())
                    ? Optional.empty()
                    : Optional.of(
                            "The simulated model answers; the requested model %s is not used".formatted(requested));
        }
        String spent = used.llmCalls() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %s and %,d tokens used so far",
                        Budget.dollars(used.costUsd()),
                        used.inputTokens() + used.outputTokens());
        List<String> sentences = new ArrayList<>();
        sentences.add("Model: %s".formatted(usual.name()));
        sentences.add("Budget: %s%s".formatted(budget(), spent));
        sentences.addAll(new PaceNotices(gateway, usual, options).sentences());
        return Optional.of(String.join(". ", sentences));
    }

    /** The limits, and whether the cost limit can be enforced. */
    String budget() {
        List<String> parts = new ArrayList<>();
        BigDecimal cost = limits.maxCostUsd();
        if (cost != null) {
            parts.add(Budget.dollars(cost));
        }
        if (limits.maxTokens() != null) {
            parts.add(String.format(Locale.ROOT, "%,d tokens", limits.maxTokens()));
        }
        String text = parts.isEmpty() ? "unlimited" : "%s per task".formatted(String.join(" and ", parts));
        List<String> unpriced = unpriced();
        return unpriced.isEmpty()
                ? text
                : "%s. The price of %s is unknown: only its tokens are counted"
                        .formatted(text, String.join(", ", unpriced));
    }

    Model usual() {
        return options.model() == null
                ? gateway.source().usual()
                : gateway.source().named(options.model());
    }

    private Map<String, String> byRole() {
        Map<String, String> names = new LinkedHashMap<>();
        for (AgentRole role : AgentRole.values()) {
            names.put(role.toString(), gateway.chain(role, options).getFirst().name());
        }
        return names;
    }

    /** The models that may be called and whose price is unknown. */
    private List<String> unpriced() {
        List<String> names = new ArrayList<>();
        for (AgentRole role : AgentRole.values()) {
            for (Model model : gateway.chain(role, options)) {
                if (gateway.facts(model).price() == null && !names.contains(model.name())) {
                    names.add(model.name());
                }
            }
        }
        return names;
    }
}

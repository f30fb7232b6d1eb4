package dev.mgx.llm.budget;

import dev.mgx.task.TaskOptions;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the usage of a task over all its runs; null means no limit.
 *
 * @param maxCostUsd maximum cost in US dollars
 * @param costAsked whether somebody set the cost limit; then a model with an unknown price is refused
 * @param maxTokens maximum number of tokens, of prompts and answers together
 */
public record BudgetLimits(
        @Nullable BigDecimal maxCostUsd,
        boolean costAsked,
        @Nullable Long maxTokens) {
    public static final BudgetLimits NONE = new BudgetLimits(null, false, null);

    /** The limits of a task: those of its options, and these for the rest. */
    public BudgetLimits of(TaskOptions options) {
        BigDecimal ownCost = options.maxCostUsd();
        Long ownTokens = options.maxTokens();
        return new BudgetLimits(
                ownCost == null ? maxCostUsd : ownCost,
                costAsked || ownCost != null,
                ownTokens == null ? maxTokens : ownTokens);
    }
}

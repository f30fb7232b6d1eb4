package dev.mgx.llm.budget;

import dev.mgx.task.TaskOptions;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a task may use in its whole life; null is no limit.
 *
 * @param maxCostUsd for money
 * @param costAsked whether somebody asked for the limit on money: then it is held, or nothing is spent
 * @param maxTokens for tokens, of prompts and answers together
 */
public record BudgetLimits(
        @Nullable BigDecimal maxCostUsd,
        boolean costAsked,
        @Nullable Long maxTokens) {
    public static final BudgetLimits NONE = new BudgetLimits(null, false, null);

    /** The limits of a task: its own, and these where it has none. */
    public BudgetLimits of(TaskOptions options) {
        BigDecimal ownCost = options.maxCostUsd();
        Long ownTokens = options.maxTokens();
        return new BudgetLimits(
                ownCost == null ? maxCostUsd : ownCost,
                costAsked || ownCost != null,
                ownTokens == null ? maxTokens : ownTokens);
    }
}

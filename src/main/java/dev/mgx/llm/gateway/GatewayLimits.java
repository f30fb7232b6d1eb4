package dev.mgx.llm.gateway;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.budget.BudgetLimits;
import org.jspecify.annotations.Nullable;

/**
 * Limits on model calls.
 *
 * @param maxConcurrency maximum number of open calls, at least 1
 * @param contextTokens the context window of every model in tokens; null to use the catalog
 * @param budget limits of a task that sets none
 */
public record GatewayLimits(
        int maxConcurrency,
        CallDeadlines deadlines,
        RetryPolicy retries,
        AnswerLimits answer,
        @Nullable Integer contextTokens,
        BudgetLimits budget) {
    /** The defaults of the settings, without a budget. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            3, CallDeadlines.DEFAULT, RetryPolicy.DEFAULT, AnswerLimits.DEFAULT, null, BudgetLimits.NONE);

    public GatewayLimits {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, was " + maxConcurrency);
        }
        if (contextTokens != null && contextTokens < 1024) {
            throw new IllegalArgumentException("contextTokens must be at least 1024, was " + contextTokens);
        }
    }
}

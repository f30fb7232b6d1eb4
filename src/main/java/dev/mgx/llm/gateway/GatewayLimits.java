package dev.mgx.llm.gateway;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.budget.BudgetLimits;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of model calls.
 *
 * @param maxConcurrency how many calls may be open at once, at least 1
 * @param contextTokens how large every model's window is; null for what is known of each
 * @param budget of a task that has none of its own
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
            throw new IllegalArgumentException("a window has room for at least 1024 tokens, was " + contextTokens);
        }
    }
}

package dev.mgx.llm.gateway;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.budget.BudgetLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits on model calls.
 *
 * @param maxConcurrency maximum number of open calls, at least 1
 * @param contextTokens the context window of every model in tokens; null to use what its server tells, or the catalog
 * @param budget limits of a task that sets none
 * @param thinkingTokens room for thoughts beside an answer, for models that are not known to do without
 * @param runTime time limit of a run whose task sets none; null if there is none
 */
public record GatewayLimits(
        int maxConcurrency,
        CallDeadlines deadlines,
        RetryPolicy retries,
        AnswerLimits answer,
        @Nullable Integer contextTokens,
        BudgetLimits budget,
        int thinkingTokens,
        @Nullable Duration runTime) {
    /** Enough for some thousand words. */
    static final int DEFAULT_THINKING_TOKENS = 8192;

    /** The defaults of the settings, without a budget. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            3, CallDeadlines.DEFAULT, RetryPolicy.DEFAULT, AnswerLimits.DEFAULT, null, BudgetLimits.NONE);

    /** Without a time limit of runs. */
    public GatewayLimits(
            int maxConcurrency,
            CallDeadlines deadlines,
            RetryPolicy retries,
            AnswerLimits answer,
            @Nullable Integer contextTokens,
            BudgetLimits budget) {
        this(maxConcurrency, deadlines, retries, answer, contextTokens, budget, DEFAULT_THINKING_TOKENS, null);
    }

    public GatewayLimits {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, was " + maxConcurrency);
        }
        if (thinkingTokens < 0) {
            throw new IllegalArgumentException("thinkingTokens must not be negative, was " + thinkingTokens);
        }
        if (contextTokens != null && contextTokens < 1024) {
            throw new IllegalArgumentException("contextTokens must be at least 1024, was " + contextTokens);
        }
    }
}

package dev.mgx.task;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for beyond the requirement; null is "the server's default".
 *
 * @param maxDurationSeconds the run deadline, at least 1
 * @param maxCostUsd what the task may spend on model calls, at least 0
 * @param maxTokens how many tokens, in and out, the task may use, at least 1
 * @param requirePlanApproval whether the team waits for a person after the design
 * @param model the model every role is to use
 */
public record TaskOptions(
        @Nullable Integer maxDurationSeconds,
        @Nullable BigDecimal maxCostUsd,
        @Nullable Long maxTokens,
        @Nullable Boolean requirePlanApproval,
        @Nullable String model) {

    public static final TaskOptions DEFAULT = new TaskOptions(null, null, null, null, null);

    public TaskOptions {
        if (maxDurationSeconds != null && maxDurationSeconds < 1) {
            throw new IllegalArgumentException("max_duration_seconds must be at least 1, was " + maxDurationSeconds);
        }
        if (maxCostUsd != null && maxCostUsd.signum() < 0) {
            throw new IllegalArgumentException("max_cost_usd must not be negative, was " + maxCostUsd);
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
    }

    /** These options, but for those that {@code given} names. */
    public TaskOptions replacedBy(TaskOptions given) {
        return new TaskOptions(
                given.maxDurationSeconds == null ? maxDurationSeconds : given.maxDurationSeconds,
                given.maxCostUsd == null ? maxCostUsd : given.maxCostUsd,
                given.maxTokens == null ? maxTokens : given.maxTokens,
                given.requirePlanApproval == null ? requirePlanApproval : given.requirePlanApproval,
                given.model == null ? model : given.model);
    }

    /** Whether the team waits for a person after the design. */
    public boolean asksForApproval() {
        return Boolean.TRUE.equals(requirePlanApproval);
    }
}

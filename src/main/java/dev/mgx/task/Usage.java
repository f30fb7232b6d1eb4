package dev.mgx.task;

import java.math.BigDecimal;

/** Usage of model calls: tokens, calls, and cost in US dollars. No component is negative. */
public record Usage(long inputTokens, long outputTokens, BigDecimal costUsd, int llmCalls) {
    public static final Usage NONE = new Usage(0, 0, BigDecimal.ZERO, 0);

    public Usage {
        if (inputTokens < 0 || outputTokens < 0 || costUsd.signum() < 0 || llmCalls < 0) {
            throw new IllegalArgumentException(
                    "usage cannot be negative: %d, %d, %s, %d".formatted(inputTokens, outputTokens, costUsd, llmCalls));
        }
    }

    public Usage plus(Usage more) {
        return new Usage(
                inputTokens + more.inputTokens,
                outputTokens + more.outputTokens,
                costUsd.add(more.costUsd),
                llmCalls + more.llmCalls);
    }
}

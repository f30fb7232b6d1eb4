package dev.mgx.llm.catalog;

import dev.mgx.task.Usage;
import java.math.BigDecimal;

/**
 * What a model charges, in US dollars for a million tokens. What a provider takes off for cached prompts is not
 * counted: the cost is what it is at most.
 */
public record Price(BigDecimal input, BigDecimal output) {
    static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public BigDecimal of(long inputTokens, long outputTokens) {
        BigDecimal cost = input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(6)
                .stripTrailingZeros();
        return cost.scale() < 0 ? cost.setScale(0) : cost;
    }

    /** The same usage with its cost. */
    public Usage priced(Usage usage) {
        return new Usage(
                usage.inputTokens(),
                usage.outputTokens(),
                of(usage.inputTokens(), usage.outputTokens()),
                usage.llmCalls());
    }
}

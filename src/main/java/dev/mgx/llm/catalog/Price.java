package dev.mgx.llm.catalog;

import dev.mgx.task.Usage;
import java.math.BigDecimal;

/**
 * The price of a model in US dollars per million tokens. Discounts for cached prompts are ignored, so the computed
 * cost is an upper bound.
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

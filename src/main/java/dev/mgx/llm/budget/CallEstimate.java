package dev.mgx.llm.budget;

import dev.mgx.llm.catalog.Price;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The most that a call may use.
 *
 * @param outputTokens maximum length of the answer
 * @param price null if unknown; then only tokens count
 */
public record CallEstimate(
        String model,
        long inputTokens,
        int outputTokens,
        @Nullable Price price) {

    Usage atMost() {
        return used(new Usage(inputTokens, outputTokens, BigDecimal.ZERO, 1));
    }

    /** The usage with its cost. */
    Usage used(Usage usage) {
        return price == null ? usage : price.priced(usage);
    }

    CallEstimate withOutput(int tokens) {
        return new CallEstimate(model, inputTokens, tokens, price);
    }

    /** The same with the answer limited to what the remaining budget covers; 0 if it does not even cover the prompt. */
    CallEstimate within(@Nullable BigDecimal usd, @Nullable Long tokens) {
        long affordable = outputTokens;
        if (tokens != null) {
            affordable = Math.min(affordable, tokens - inputTokens);
        }
        if (usd != null && price != null) {
            BigDecimal left = usd.subtract(price.of(inputTokens, 0));
            if (left.signum() < 0) {
                affordable = 0;
            } else if (price.output().signum() > 0) {
                BigDecimal most = left.movePointRight(6).divide(price.output(), 0, RoundingMode.DOWN);
                affordable = most.min(BigDecimal.valueOf(affordable)).longValue();
            }
        }
        return withOutput((int) Math.max(0, affordable));
    }
}

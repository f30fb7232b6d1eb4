package dev.mgx.llm.catalog;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models whose names fit a pattern; null is what is not known.
 *
 * @param model a name, in which {@code *} stands for anything
 * @param inputUsdPerMillion what a million tokens of a prompt cost; known together with the next or not at all
 * @param outputUsdPerMillion what a million tokens of an answer cost
 * @param contextTokens how many tokens a prompt and its answer may have together
 * @param maxOutputTokens how many tokens an answer may have
 * @param source where this was read
 * @param asOf when
 */
public record ModelFacts(
        String model,
        @Nullable BigDecimal inputUsdPerMillion,
        @Nullable BigDecimal outputUsdPerMillion,
        @Nullable Integer contextTokens,
        @Nullable Integer maxOutputTokens,
        @Nullable String source,
        @Nullable String asOf) {
    static final ModelFacts NONE = new ModelFacts("*", null, null, null, null, null, null);

    public ModelFacts {
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException("an entry has no \"model\"");
        }
        if ((inputUsdPerMillion == null) != (outputUsdPerMillion == null)) {
            throw new IllegalArgumentException(
                    "the entry of %s has one price, and needs both or none".formatted(model));
        }
        if (inputUsdPerMillion != null
                && outputUsdPerMillion != null
                && (inputUsdPerMillion.signum() < 0 || outputUsdPerMillion.signum() < 0)) {
            throw new IllegalArgumentException("the entry of %s has a negative price".formatted(model));
        }
        if ((contextTokens != null && contextTokens < 1024) || (maxOutputTokens != null && maxOutputTokens < 1)) {
            throw new IllegalArgumentException(
                    "the entry of %s has no room for a prompt or an answer".formatted(model));
        }
    }

    boolean fits(String name) {
        String pattern = Pattern.quote(model).replace("*", "\\E.*\\Q");
        return name.matches(pattern);
    }

    /** What it charges, or null where that is not known. */
    @Nullable
    public Price price() {
        return inputUsdPerMillion == null || outputUsdPerMillion == null
                ? null
                : new Price(inputUsdPerMillion, outputUsdPerMillion);
    }
}

package dev.mgx.llm.catalog;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the models whose names match a pattern; null means unknown.
 *
 * @param model a name, in which {@code *} matches any text
 * @param inputUsdPerMillion price of a million prompt tokens; null if and only if the next one is
 * @param outputUsdPerMillion price of a million answer tokens
 * @param contextTokens maximum number of tokens of a prompt and its answer together
 * @param maxOutputTokens maximum number of tokens of an answer
 * @param source the source of these facts
 * @param asOf the date of the source
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

    boolean matches(String name) {
        String pattern = Pattern.quote(model).replace("*", "\\E.*\\Q");
        return name.matches(pattern);
    }

    /** The price, or null if unknown. */
    @Nullable
    public Price price() {
        return inputUsdPerMillion == null || outputUsdPerMillion == null
                ? null
                : new Price(inputUsdPerMillion, outputUsdPerMillion);
    }
}

package dev.mgx.cli.command.run;

import dev.mgx.cli.link.OptionValues;
import dev.mgx.cli.terminal.SpentLimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of a run and its model, as options. */
final class RunLimits {
    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            description = "time limit of the run, such as 600, 90s, 10m or 2h")
    private @Nullable Duration maxDuration;

    @Option(names = "--max-cost", paramLabel = "USD", description = "budget for model calls")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--max-tokens", paramLabel = "N", description = "token limit, input and output together")
    private @Nullable Long maxTokens;

    @Option(names = "--model", paramLabel = "NAME", description = "model for every role")
    private @Nullable String model;

    /** Those that were given, as the server takes them. */
    Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("max_duration_seconds", maxDuration == null ? null : maxDuration.toSeconds());
        given.put("max_cost_usd", maxCost);
        given.put("max_tokens", maxTokens);
        given.put("model", model);
        given.values().removeIf(value -> value == null);
        return given;
    }

    /**
     * Takes a limit that a person typed.
     *
     * @throws picocli.CommandLine.TypeConversionException if it is none
     */
    void take(SpentLimit.Kind kind, String text) {
        switch (kind) {
            case TIME -> maxDuration = OptionValues.duration(text);
            case COST -> maxCost = OptionValues.amount(text);
            case TOKENS -> maxTokens = OptionValues.whole(text);
        }
    }
}

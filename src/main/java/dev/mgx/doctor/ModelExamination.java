package dev.mgx.doctor;

import dev.mgx.cli.client.Diagnosis;
import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.InWords;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.provider.ModelCheck;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.wiring.ModelWiring;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Stream;

/** Checks the model: which one the settings choose, and whether its provider accepts the key and has it. */
record ModelExamination(Settings settings, InstantSource clock) {
    /** Timeout for listing the models of a provider. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What a team writes for a small program. */
    private static final int TOKENS_OF_A_TASK = 10_000;

    private static final String NAME = "model";

    Diagnosis diagnosis() {
        try {
            ModelWiring.Chosen chosen = new ModelWiring(settings, clock).unrecorded();
            try (ProviderModels provider = chosen.provider()) {
                return provider == null
                        ? Diagnosis.ok(NAME, chosen.description())
                        : of(chosen.description(), provider.check(TIMEOUT), provider.usual());
            }
        } catch (BadSetting e) {
            return Diagnosis.fail(NAME, String.valueOf(e.getMessage()), "See docs/models.md.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Diagnosis.fail(NAME, "the check was interrupted", "Try again.");
        }
    }

    private Diagnosis of(String description, ModelCheck check, Model model) throws InterruptedException {
        ModelFailed.Kind problem = check.problem();
        if (problem != null) {
            return Diagnosis.fail(NAME, "%s. %s".formatted(description, check.sentence()), remedy(problem));
        }
        model.learn();
        ModelProfile profile = model.profile();
        String found = String.join(
                ", ",
                Stream.concat(Stream.of(description + "; it answers"), profile.clauses().stream())
                        .toList());
        Double speed = profile.writtenPerSecond();
        Duration limit = settings.duration(Setting.MGX_MAX_TASK_DURATION);
        return speed == null || speed * limit.toSeconds() >= TOKENS_OF_A_TASK
                ? Diagnosis.ok(NAME, found)
                : Diagnosis.warn(
                        NAME,
                        found,
                        String.format(
                                Locale.ROOT,
                                "In the %s of MGX_MAX_TASK_DURATION it writes about %,d tokens; a small task takes some %,d, so set more.",
                                InWords.of(limit),
                                (long) (speed * limit.toSeconds()),
                                TOKENS_OF_A_TASK));
    }

    private static String remedy(ModelFailed.Kind problem) {
        return switch (problem) {
            case UNREACHABLE, TIMED_OUT -> "Start the server, or fix MGX_LLM_BASE_URL or the network.";
            case REFUSED -> "Correct the key (and MGX_LLM_BASE_URL, if set), or choose another provider with MGX_LLM.";
            case UNKNOWN_MODEL -> "Choose one of its models with MGX_MODEL.";
            case LOADING -> "Wait until the model is loaded; runs wait for it by themselves.";
            case RATE_LIMITED, OVERLOADED, CUT -> "Try again later, or choose another provider with MGX_LLM.";
            case GARBLED, TOO_LONG, REPETITIVE, EMPTY, OVER_BUDGET ->
                "Check that MGX_LLM_BASE_URL is the base of an OpenAI-compatible API; it often ends with /v1.";
        };
    }
}

package dev.mgx.doctor;

import dev.mgx.cli.client.Diagnosis;
import dev.mgx.config.BadSetting;
import dev.mgx.config.Settings;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.provider.ModelCheck;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.wiring.ModelWiring;
import java.time.Duration;
import java.time.InstantSource;

/** Checks the model: which one the settings choose, and whether its provider accepts the key and has it. */
record ModelExamination(Settings settings, InstantSource clock) {
    /** Timeout for listing the models of a provider. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String NAME = "model";

    Diagnosis diagnosis() {
        try {
            ModelWiring.Chosen chosen = new ModelWiring(settings, clock).unrecorded();
            try (ProviderModels provider = chosen.provider()) {
                return provider == null
                        ? Diagnosis.ok(NAME, chosen.description())
                        : of(chosen.description(), provider.check(TIMEOUT));
            }
        } catch (BadSetting e) {
            return Diagnosis.fail(NAME, String.valueOf(e.getMessage()), "See docs/models.md.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Diagnosis.fail(NAME, "the check was interrupted", "Try again.");
        }
    }

    private static Diagnosis of(String description, ModelCheck check) {
        ModelFailed.Kind problem = check.problem();
        return problem == null
                ? Diagnosis.ok(NAME, description + "; it answers")
                : Diagnosis.fail(NAME, "%s. %s".formatted(description, check.sentence()), remedy(problem));
    }

    private static String remedy(ModelFailed.Kind problem) {
        return switch (problem) {
            case UNREACHABLE, TIMED_OUT -> "Start the server, or fix MGX_LLM_BASE_URL or the network.";
            case REFUSED -> "Correct the key (and MGX_LLM_BASE_URL, if set), or choose another provider with MGX_LLM.";
            case UNKNOWN_MODEL -> "Choose one of its models with MGX_MODEL.";
            case RATE_LIMITED, OVERLOADED, CUT -> "Try again later, or choose another provider with MGX_LLM.";
            case GARBLED, TOO_LONG, REPETITIVE, OVER_BUDGET ->
                "Check that MGX_LLM_BASE_URL is the base of an OpenAI-compatible API; it often ends with /v1.";
        };
    }
}

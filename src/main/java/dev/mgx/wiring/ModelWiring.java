package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.http.Endpoint;
import dev.mgx.llm.http.Provider;
import dev.mgx.llm.http.Secret;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.llm.replay.RecordingSource;
import dev.mgx.llm.replay.ReplayModel;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who answers, and says so. */
public record ModelWiring(Settings settings, InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(ModelWiring.class);

    /** How long a server may take to say what it has that is perhaps at hand; a start waits for it. */
    private static final Duration GUESS = Duration.ofSeconds(1);

    /** And one that was named, which a busy machine or a cold start may slow down. */
    private static final Duration ASKED = Duration.ofSeconds(5);

    /** Whose key counts first where several are set. */
    private static final List<Provider> BY_KEY =
            List.of(Provider.OPENAI, Provider.ANTHROPIC, Provider.GEMINI, Provider.TOGETHER);

    private static final String SIMULATED = "simulated: canned answers; connect a model to build anything";

    /**
     * Who answers.
     *
     * @param source to be asked
     * @param description for a person, before anything else
     * @param provider the models of the provider that answers; null where none does
     * @param closing closes what is open
     */
    public record Chosen(
            ModelSource source,
            String description,
            @Nullable ProviderModels provider,
            AutoCloseable closing) {}

    /**
     * Chooses by the settings; asks a server at hand for its models where that decides, for a second.
     *
     * @throws BadSetting when the settings contradict each other
     */
    Chosen choose() throws InterruptedException {
        Chosen chosen = unrecorded();
        String file = settings.text(Setting.MGX_LLM_RECORD);
        if (file.isEmpty() || word().equals("replay")) {
            return chosen;
        }
        RecordingSource recording = RecordingSource.open(chosen.source(), Path.of(file));
        return new Chosen(recording, chosen.description() + "; recorded to " + file, chosen.provider(), () -> {
            chosen.closing().close();
            recording.close();
        });
    }

    private String word() {
        return settings.text(Setting.MGX_LLM);
    }

    /** The same, without the recording that the settings may ask for: no file is touched. */
    public Chosen unrecorded() throws InterruptedException {
        boolean testMode = settings.flag(Setting.MGX_TEST_MODE);
        if (testMode && !word().equals("auto") && !word().equals("simulated")) {
            throw new BadSetting("MGX_TEST_MODE=true is the simulated model, but MGX_LLM is '%s'; set one of them"
                    .formatted(word()));
        }
        return switch (word()) {
            case "auto" -> testMode ? simulated() : automatic();
            case "simulated" -> simulated();
            case "replay" -> replay();
            default -> named(Provider.named(word()).orElseThrow());
        };
    }

    private Chosen simulated() {
        Duration pause = Duration.ofMillis(settings.number(Setting.MGX_SIMULATED_DELAY_MS));
        Mistake mistake =
                Mistake.valueOf(settings.text(Setting.MGX_SIMULATED_MISTAKE).toUpperCase(Locale.ROOT));
        return new Chosen(ModelSource.only(new SimulatedModel(pause, mistake)), SIMULATED, null, () -> {});
    }

    private Chosen replay() {
        String file = settings.text(Setting.MGX_LLM_RECORD);
        if (file.isEmpty()) {
            throw new BadSetting("MGX_LLM is 'replay', but MGX_LLM_RECORD does not say which file to play back");
        }
        try {
            ReplayModel model = ReplayModel.read(Path.of(file));
            return new Chosen(
                    ModelSource.only(model), "%s, played back from %s".formatted(model.name(), file), null, () -> {});
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_LLM_RECORD is '%s', but %s".formatted(file, e.getMessage()));
        }
    }

    private Chosen automatic() throws InterruptedException {
        if (!settings.text(Setting.MGX_LLM_BASE_URL).isEmpty()) {
            return named(Provider.OPENAI);
        }
        Optional<Provider> byKey =
                BY_KEY.stream().filter(provider -> !key(provider).isEmpty()).findFirst();
        if (byKey.isPresent()) {
            return named(byKey.get());
        }
        Endpoint ollama = Endpoint.home(Provider.OLLAMA, Secret.NONE);
        return firstListed(ollama, GUESS).map(model -> opened(ollama, model)).orElseGet(this::simulated);
    }

    private Chosen named(Provider provider) throws InterruptedException {
        String base = settings.text(Setting.MGX_LLM_BASE_URL);
        boolean home = base.isEmpty();
        Secret key = key(provider);
        if (home && key.isEmpty() && !provider.keySetting().isEmpty()) {
            throw new BadSetting(
                    "MGX_LLM is '%s', but %s is not set".formatted(provider.word(), provider.keySetting()));
        }
        Endpoint endpoint = home ? Endpoint.home(provider, key) : elsewhere(provider, base, key);
        if (endpoint.sendsKeyInTheClear()) {
            log.warn("The key goes to {} unencrypted, for everybody on the way to read", endpoint.baseUrl());
        }
        return opened(endpoint, model(endpoint, home ? provider.defaultModel() : ""));
    }

    private static Endpoint elsewhere(Provider provider, String base, Secret key) {
        try {
            return new Endpoint(provider, URI.create(base), key);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_LLM_BASE_URL is '%s', but %s".formatted(base, e.getMessage()));
        }
    }

    private String model(Endpoint endpoint, String usual) throws InterruptedException {
        String asked = settings.text(Setting.MGX_MODEL);
        if (!asked.isEmpty()) {
            return asked;
        }
        return usual.isEmpty() ? firstListed(endpoint, ASKED).orElseThrow(() -> unnamed(endpoint)) : usual;
    }

    private static BadSetting unnamed(Endpoint endpoint) {
        return new BadSetting("MGX_MODEL names no model, and %s lists none either; is it running, and has it one?"
                .formatted(endpoint.titleWithin()));
    }

    /** The first model that the server lists; empty where it does not answer in time. */
    private Optional<String> firstListed(Endpoint endpoint, Duration patience) throws InterruptedException {
        try (ProviderModels models = models(endpoint, "")) {
            List<String> names = models.list(patience);
            String asked = settings.text(Setting.MGX_MODEL);
            return asked.isEmpty() || names.isEmpty() ? names.stream().findFirst() : Optional.of(asked);
        } catch (ModelFailed e) {
            log.debug("No list of models: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Chosen opened(Endpoint endpoint, String model) {
        ProviderModels models = models(endpoint, model);
        return new Chosen(models, "%s, asked at %s".formatted(model, endpoint.baseUrl()), models, models);
    }

    private ProviderModels models(Endpoint endpoint, String model) {
        return new ProviderModels(
                endpoint,
                model,
                settings.duration(Setting.MGX_LLM_CONNECT_TIMEOUT),
                HttpClient.Builder.NO_PROXY,
                clock);
    }

    private Secret key(Provider provider) {
        return provider.keySetting().isEmpty()
                ? Secret.NONE
                : Secret.of(settings.text(Setting.valueOf(provider.keySetting())));
    }
}

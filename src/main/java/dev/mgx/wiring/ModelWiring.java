package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.endpoint.CertificateAuthorities;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.ForwardProxy;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.provider.ProfileFile;
import dev.mgx.llm.provider.Profiling;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.llm.replay.RecordingSource;
import dev.mgx.llm.replay.ReplayModel;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.time.Deadline;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the model source by the settings. */
public record ModelWiring(Settings settings, InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(ModelWiring.class);

    /** Timeout for listing the models of a local server that may not be running; delays the start. */
    private static final Duration LOCAL_TIMEOUT = Duration.ofSeconds(1);

    /** The same for a server that was configured; longer, because it may be busy or starting. */
    private static final Duration CONFIGURED_TIMEOUT = Duration.ofSeconds(5);

    /** How often a server is asked that is loading its model. */
    private static final Duration LOADING_INTERVAL = Duration.ofMillis(500);

    /** The order of precedence if several keys are set. */
    private static final List<Provider> BY_KEY =
            List.of(Provider.OPENAI, Provider.ANTHROPIC, Provider.GEMINI, Provider.TOGETHER);

    private static final String SIMULATED = "simulated: canned answers; connect a model to build anything";

    /**
     * The chosen model source.
     *
     * @param source the models
     * @param description shown to people at the start
     * @param provider the models of the provider; null for simulated and replayed models
     * @param closing closes the source
     */
    public record Chosen(
            ModelSource source,
            String description,
            @Nullable ProviderModels provider,
            AutoCloseable closing) {}

    /**
     * Chooses by the settings. May block for a second to find out whether a local server is running.
     *
     * @throws BadSetting when the settings contradict each other
     */
    Chosen choose() throws InterruptedException {
        Chosen chosen = unrecorded();
        String file = settings.text(Setting.MGX_LLM_RECORD);
        if (file.isEmpty() || choice().equals("replay")) {
            return chosen;
        }
        RecordingSource recording = RecordingSource.open(
                chosen.source(), GatewayWiring.contextTokens(settings), settings.path(Setting.MGX_LLM_RECORD));
        return new Chosen(recording, chosen.description() + "; recorded to " + file, chosen.provider(), () -> {
            chosen.closing().close();
            recording.close();
        });
    }

    private String choice() {
        return settings.text(Setting.MGX_LLM);
    }

    /** The same without recording, so that no file is opened for writing. */
    public Chosen unrecorded() throws InterruptedException {
        boolean testMode = settings.flag(Setting.MGX_TEST_MODE);
        if (testMode && !choice().equals("auto") && !choice().equals("simulated")) {
            throw new BadSetting("MGX_TEST_MODE=true is the simulated model, but MGX_LLM is '%s'; set one of them"
                    .formatted(choice()));
        }
        return switch (choice()) {
            case "auto" -> testMode ? simulated() : automatic();
            case "simulated" -> simulated();
            case "replay" -> replay();
            default -> named(Provider.named(choice()).orElseThrow());
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
            ReplayModel model = ReplayModel.read(settings.path(Setting.MGX_LLM_RECORD));
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
        try {
            return firstListed(ollama, LOCAL_TIMEOUT)
                    .map(model -> opened(ollama, model))
                    .orElseGet(this::simulated);
        } catch (ModelFailed e) {
            log.debug("No list of models: {}", e.getMessage());
            return simulated();
        }
    }

    private Chosen named(Provider provider) throws InterruptedException {
        String base = settings.text(Setting.MGX_LLM_BASE_URL);
        boolean official = base.isEmpty();
        Secret key = key(provider);
        if (official && key.isEmpty() && !provider.keySetting().isEmpty()) {
            throw new BadSetting(
                    "MGX_LLM is '%s', but %s is not set".formatted(provider.word(), provider.keySetting()));
        }
        Endpoint endpoint = official ? Endpoint.home(provider, key) : elsewhere(provider, base, key);
        if (endpoint.sendsKeyInTheClear()) {
            log.warn("The API key is sent to {} unencrypted", endpoint.baseUrl());
        }
        Endpoint withHeaders = endpoint.with(headers());
        return opened(withHeaders, model(withHeaders, official ? provider.defaultModel() : ""));
    }

    private static Endpoint elsewhere(Provider provider, String base, Secret key) {
        try {
            return Endpoint.of(provider, base, key);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_LLM_BASE_URL is '%s', but %s".formatted(base, e.getMessage()));
        }
    }

    private Map<String, Secret> headers() {
        Map<String, Secret> headers = new LinkedHashMap<>();
        settings.modelHeaders().forEach((name, value) -> headers.put(name, Secret.ofHeader(value)));
        return headers;
    }

    private String model(Endpoint endpoint, String usual) throws InterruptedException {
        String configured = settings.text(Setting.MGX_MODEL);
        if (!configured.isEmpty() || !usual.isEmpty()) {
            return configured.isEmpty() ? usual : configured;
        }
        Optional<String> deployment = endpoint.deployment();
        if (deployment.isPresent()) {
            return deployment.get();
        }
        try {
            return firstListed(endpoint, CONFIGURED_TIMEOUT)
                    .orElseThrow(() -> new BadSetting(
                            "MGX_MODEL names no model, and %s lists none either; is it running, and has it one?"
                                    .formatted(endpoint.titleWithin())));
        } catch (ModelFailed e) {
            throw new BadSetting("MGX_MODEL names no model, and none can be asked for: " + e.getMessage());
        }
    }

    /**
     * The first model that the server lists; empty if it lists none. Waits for one that is loading.
     *
     * @throws ModelFailed when the list does not arrive in this time
     */
    private Optional<String> firstListed(Endpoint endpoint, Duration timeout) throws InterruptedException {
        try (ProviderModels models = models(endpoint, "")) {
            String configured = settings.text(Setting.MGX_MODEL);
            List<String> names = listed(models, endpoint, timeout);
            return configured.isEmpty() || names.isEmpty()
                    ? ProviderModels.firstThatAnswers(names)
                    : Optional.of(configured);
        }
    }

    private List<String> listed(ProviderModels models, Endpoint endpoint, Duration timeout)
            throws InterruptedException {
        Deadline deadline = new Deadline(MonotonicClock.SYSTEM, settings.duration(Setting.MGX_LLM_CALL_TIMEOUT));
        boolean said = false;
        while (true) {
            try {
                return models.list(timeout);
            } catch (ModelFailed e) {
                if (e.kind() != ModelFailed.Kind.LOADING || deadline.left().isZero()) {
                    throw e;
                }
            }
            if (!said) {
                log.info("{} is still loading its model; waiting for it", endpoint.title());
                said = true;
            }
            MonotonicClock.SYSTEM.sleep(LOADING_INTERVAL);
        }
    }

    private Chosen opened(Endpoint endpoint, String model) {
        ProviderModels models = profiled(models(endpoint, model));
        ForwardProxy proxy = new ProxyChoice(settings).of(endpoint);
        String description = "%s, asked at %s%s%s"
                .formatted(
                        model,
                        endpoint.baseUrl(),
                        proxy == null ? "" : " through the proxy " + proxy,
                        endpoint.key().isEmpty()
                                ? ""
                                : ", which gets the key in "
                                        + endpoint.provider().keySetting());
        return new Chosen(models, description, models, models);
    }

    private ProviderModels profiled(ProviderModels models) {
        return settings.text(Setting.MGX_MODEL_PROFILE).equals("off")
                ? models
                : models.profiled(new Profiling(
                        new ProfileFile(settings.dataFolder()), settings.duration(Setting.MGX_MODEL_PROFILE_TIMEOUT)));
    }

    private ProviderModels models(Endpoint endpoint, String model) {
        ForwardProxy proxy = new ProxyChoice(settings).of(endpoint);
        SSLContext tls = endpoint.isEncrypted() ? authorities() : null;
        return new ProviderModels(
                endpoint,
                model,
                new NetworkRoute(settings.duration(Setting.MGX_LLM_CONNECT_TIMEOUT), proxy, tls),
                clock);
    }

    /** Whom to trust; null for those whom Java trusts. */
    private @Nullable SSLContext authorities() {
        String file = settings.text(Setting.MGX_CA_FILE);
        try {
            return file.isEmpty() ? null : CertificateAuthorities.with(settings.path(Setting.MGX_CA_FILE));
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_CA_FILE is '%s', but %s".formatted(file, e.getMessage()));
        }
    }

    private Secret key(Provider provider) {
        return provider.keySetting().isEmpty()
                ? Secret.NONE
                : Secret.of(settings.text(Setting.valueOf(provider.keySetting())));
    }
}

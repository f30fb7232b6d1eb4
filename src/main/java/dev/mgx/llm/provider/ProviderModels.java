package dev.mgx.llm.provider;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.http.Transport;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The models of one endpoint. Thread-safe; {@link #close} ends open calls. */
public final class ProviderModels implements ModelSource, AutoCloseable {
    /** Words in the names of models that are listed beside those for text. */
    private static final Pattern ANSWERS_NOTHING = Pattern.compile(
            "(?i)embed|rerank|\\b(?:bge|gte|e5|clip|siglip)-|whisper|\\btts\\b|transcri|moderation|dall-e|diffusion|"
                    + "\\bflux\\b|colbert");

    private final EndpointContext context;
    private final String usual;

    /**
     * Does not contact the endpoint.
     *
     * @param usual the name of the default model
     */
    public ProviderModels(Endpoint endpoint, String usual, NetworkRoute route, InstantSource clock) {
        this(endpoint, usual, new Transport(endpoint, route), ModelProfiles.OFF, clock);
    }

    private ProviderModels(
            Endpoint endpoint, String usual, Transport transport, ModelProfiles profiles, InstantSource clock) {
        this.usual = usual;
        context = new EndpointContext(
                endpoint,
                new ModelDialects(Dialects.of(endpoint)),
                transport,
                new UnsupportedFields(),
                profiles,
                clock,
                MonotonicClock.SYSTEM);
    }

    /** The same models, about which is found out what there is to know. */
    public ProviderModels profiled(Profiling profiling) {
        return new ProviderModels(
                context.endpoint(),
                usual,
                context.transport(),
                new ModelProfiles(profiling, context.endpoint()),
                context.clock());
    }

    @Override
    public Model usual() {
        return named(usual);
    }

    @Override
    public Model named(String name) {
        return new ProviderModel(context, name);
    }

    /**
     * The names of the available models.
     *
     * @throws dev.mgx.llm.ModelFailed when the list does not arrive in this time
     */
    public List<String> list(Duration atMost) throws InterruptedException {
        return new ModelListing(context).models(atMost);
    }

    /** The first of these models that answers prompts, by its name: not one that only embeds, ranks, hears or draws. */
    public static Optional<String> firstThatAnswers(List<String> names) {
        return names.stream()
                .filter(name -> !ANSWERS_NOTHING.matcher(name).find())
                .findFirst();
    }

    /** Checks whether the default model is available, at no cost. Blocks for {@code atMost}. */
    public ModelCheck check(Duration atMost) throws InterruptedException {
        return new ModelListing(context).check(usual, atMost);
    }

    @Override
    public void close() {
        context.transport().close();
    }
}

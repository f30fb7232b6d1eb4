package dev.mgx.llm.provider;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.http.Endpoint;
import dev.mgx.llm.http.Transport;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The models of one endpoint. Thread-safe; closing it ends the calls that are open. */
public final class ProviderModels implements ModelSource, AutoCloseable {
    private final EndpointContext line;
    private final String usual;

    /**
     * The models there; asks nobody.
     *
     * @param usual the model that is asked where nobody names another
     * @param connectTimeout how long a connection may take to come about
     * @param proxy {@code HttpClient.Builder.NO_PROXY} for none
     */
    public ProviderModels(
            Endpoint endpoint, String usual, Duration connectTimeout, ProxySelector proxy, InstantSource clock) {
        this.usual = usual;
        line = new EndpointContext(
                endpoint, Dialects.of(endpoint), new Transport(connectTimeout, proxy), new UnsupportedFields(), clock);
    }

    @Override
    public Model usual() {
        return named(usual);
    }

    @Override
    public Model named(String name) {
        return new ProviderModel(line, name);
    }

    /**
     * The names of the models there are.
     *
     * @throws dev.mgx.llm.ModelFailed when they cannot be had in this time
     */
    public List<String> list(Duration atMost) throws InterruptedException {
        return new ModelListing(line).models(atMost);
    }

    /** Whether the usual model would answer; asks, for {@code atMost}, what costs nothing. */
    public ModelCheck check(Duration atMost) throws InterruptedException {
        return new ModelListing(line).check(usual, atMost);
    }

    @Override
    public void close() {
        line.transport().close();
    }
}

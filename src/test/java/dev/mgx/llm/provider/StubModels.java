package dev.mgx.llm.provider;

import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.provider.stub.StubServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Models on a stub server, in a provider's protocol. */
final class StubModels {
    static final Duration CONNECT = Duration.ofSeconds(5);

    private StubModels() {}

    /** What a server speaks: a provider's protocol, or the other one of OpenAI's. */
    enum Protocol {
        OPENAI(Provider.OPENAI, ""),
        RESPONSES(Provider.OPENAI, "responses"),
        ANTHROPIC(Provider.ANTHROPIC, ""),
        GEMINI(Provider.GEMINI, ""),
        OLLAMA(Provider.OLLAMA, "");

        private final Provider provider;
        private final String only;

        Protocol(Provider provider, String only) {
            this.provider = provider;
            this.only = only;
        }

        /** A server that speaks it. */
        StubServer start() {
            return StubServer.start().only(only);
        }

        ProviderModels models(StubServer stub) {
            return StubModels.of(provider, stub);
        }
    }

    static ProviderModels of(Provider provider, StubServer stub) {
        return of(provider, stub.address(), stub.key());
    }

    static ProviderModels of(Provider provider, URI address, String key) {
        return new ProviderModels(
                endpoint(provider, address, key), "stub-model", NetworkRoute.direct(CONNECT), Clock.systemUTC());
    }

    /** The endpoint of a stub server, with the path of the provider's own base URL. */
    static Endpoint endpoint(Provider provider, URI address, String key) {
        String path = provider.baseUrl().getPath();
        return new Endpoint(provider, address.resolve(path.isEmpty() ? "/" : path), Secret.of(key));
    }
}

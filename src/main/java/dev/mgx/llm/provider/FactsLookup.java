package dev.mgx.llm.provider;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.http.ErrorSanitizer;
import dev.mgx.llm.http.Exchange;
import dev.mgx.llm.http.ServerFacts;
import dev.mgx.llm.http.WireRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Asks a server about a model in ways that cost nothing. A server need not know any of them. */
record FactsLookup(EndpointContext context, String model) {
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    /**
     * What the server tells; nothing if it does not tell in this time.
     *
     * @throws ModelFailed when it cannot be reached
     */
    ServerFacts facts(Duration atMost) throws InterruptedException {
        FutureTask<ServerFacts> lookup = new FutureTask<>(this::told);
        Thread thread = Thread.ofVirtual().name("model-facts").start(lookup);
        try {
            return lookup.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return ServerFacts.NONE;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelFailed failed && failed.kind() == Kind.UNREACHABLE) {
                throw failed;
            }
            return ServerFacts.NONE;
        } finally {
            thread.interrupt();
        }
    }

    private ServerFacts told() throws InterruptedException, IOException {
        for (WireRequest request : context.dialect().factsRequests(context.endpoint(), model)) {
            ServerFacts facts = answer(request);
            if (facts.contextTokens() != null) {
                return facts;
            }
        }
        return ServerFacts.NONE;
    }

    private ServerFacts answer(WireRequest request) throws InterruptedException, IOException {
        try (Exchange exchange = context.transport().send(request)) {
            if (exchange.status() != 200) {
                return ServerFacts.NONE;
            }
            JsonNode json = ErrorSanitizer.json(exchange.text(MAX_BYTES));
            return context.dialect().facts(json, model);
        }
    }
}

package dev.mgx.llm.provider;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.http.ErrorSanitizer;
import dev.mgx.llm.http.Exchange;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists the models of an endpoint. */
record ModelListing(EndpointContext context) {
    /** Together lists hundreds of models with their details; others send far less. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    /**
     * The names of the available models.
     *
     * @throws ModelFailed when the list does not arrive in this time
     */
    List<String> models(Duration atMost) throws InterruptedException {
        FutureTask<List<String>> listing = new FutureTask<>(this::list);
        Thread thread = Thread.ofVirtual().name("model-listing").start(listing);
        try {
            return listing.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ModelFailed(
                    Kind.TIMED_OUT,
                    "%s did not list its models in %d ms"
                            .formatted(context.endpoint().title(), atMost.toMillis()),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelFailed failed) {
                throw failed;
            }
            throw malformed(e);
        } finally {
            thread.interrupt();
        }
    }

    private List<String> list() throws InterruptedException, IOException {
        WireRequest request = context.dialect().listing(context.endpoint());
        try (Exchange exchange = context.transport().send(request)) {
            if (exchange.status() != 200) {
                throw ProviderError.of(
                                exchange.status(),
                                exchange.headers(),
                                exchange.beginning(),
                                context.clock().instant())
                        .failure(context.endpoint(), "");
            }
            JsonNode json = ErrorSanitizer.json(exchange.text(MAX_BYTES));
            if (json.isMissingNode()) {
                throw malformed(null);
            }
            return context.dialect().names(json);
        }
    }

    private ModelFailed malformed(@Nullable Throwable cause) {
        return new ModelFailed(
                Kind.GARBLED,
                "%s did not list its models as it should"
                        .formatted(context.endpoint().title()),
                cause);
    }

    /** Checks whether this model is available. Blocks for {@code atMost}. */
    ModelCheck check(String model, Duration atMost) throws InterruptedException {
        String title = context.endpoint().title();
        try {
            List<String> names = models(atMost);
            // An alias is a prefix of the full name.
            // Azure lists models, but is asked for deployments.
            boolean unlisted = names.isEmpty() || context.endpoint().isAzure();
            if (unlisted || names.stream().anyMatch(name -> name.startsWith(model))) {
                return new ModelCheck(null, "%s answers, with %s".formatted(title, model));
            }
            String few = String.join(", ", names.subList(0, Math.min(5, names.size())));
            return new ModelCheck(
                    Kind.UNKNOWN_MODEL,
                    "%s answers, but does not list the model %s; it has %s"
                            .formatted(title, model, ErrorSanitizer.shown(few, context.endpoint())));
        } catch (ModelFailed e) {
            return new ModelCheck(e.kind(), String.valueOf(e.getMessage()));
        }
    }
}

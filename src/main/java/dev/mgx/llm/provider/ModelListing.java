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

/** Asks an endpoint which models it has. */
record ModelListing(EndpointContext line) {
    /** Together lists some hundred models with all they can; others far less. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /**
     * The names of the models there are.
     *
     * @throws ModelFailed when they cannot be had in this time
     */
    List<String> models(Duration atMost) throws InterruptedException {
        FutureTask<List<String>> asking = new FutureTask<>(this::ask);
        Thread asker = Thread.ofVirtual().name("model-inquiry").start(asking);
        try {
            return asking.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ModelFailed(
                    Kind.TIMED_OUT,
                    "%s did not list its models in %d ms"
                            .formatted(line.endpoint().title(), atMost.toMillis()),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelFailed failed) {
                throw failed;
            }
            throw notAsItShould(e);
        } finally {
            asker.interrupt();
        }
    }

    private List<String> ask() throws InterruptedException, IOException {
        WireRequest request = line.dialect().listing(line.endpoint());
        try (Exchange exchange = line.transport().send(line.endpoint(), request)) {
            if (exchange.status() != 200) {
                throw ProviderError.of(
                                exchange.status(),
                                exchange.headers(),
                                exchange.beginning(),
                                line.clock().instant())
                        .failure(line.endpoint(), "");
            }
            JsonNode list = ErrorSanitizer.json(exchange.text(MOST_BYTES));
            if (list.isMissingNode()) {
                throw notAsItShould(null);
            }
            return line.dialect().names(list);
        }
    }

    private ModelFailed notAsItShould(@Nullable Throwable cause) {
        return new ModelFailed(
                Kind.GARBLED,
                "%s did not list its models as it should"
                        .formatted(line.endpoint().title()),
                cause);
    }

    /** Whether this model is among them, as a sentence. Blocks for {@code atMost}. */
    ModelCheck check(String model, Duration atMost) throws InterruptedException {
        String title = line.endpoint().title();
        try {
            List<String> names = models(atMost);
            // An alias is the beginning of what it stands for.
            if (names.isEmpty() || names.stream().anyMatch(name -> name.startsWith(model))) {
                return new ModelCheck(null, "%s answers, with %s".formatted(title, model));
            }
            String few = String.join(", ", names.subList(0, Math.min(5, names.size())));
            return new ModelCheck(
                    Kind.UNKNOWN_MODEL,
                    "%s answers, but does not list the model %s; it has %s"
                            .formatted(
                                    title,
                                    model,
                                    ErrorSanitizer.shown(few, line.endpoint().key())));
        } catch (ModelFailed e) {
            return new ModelCheck(e.kind(), String.valueOf(e.getMessage()));
        }
    }
}

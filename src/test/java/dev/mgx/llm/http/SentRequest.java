package dev.mgx.llm.http;

import dev.mgx.json.Json;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import tools.jackson.databind.JsonNode;

/**
 * A request as the client is given it.
 *
 * @param headers by name in lower case
 */
public record SentRequest(String uri, Map<String, List<String>> headers, JsonNode body) {

    /** What goes over the wire when this request with a body is sent. */
    public static SentRequest of(WireRequest request) {
        HttpRequest http = request.http(request.uri()).build();
        Map<String, List<String>> headers = new TreeMap<>();
        http.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        BodyCollector collector = new BodyCollector();
        http.bodyPublisher().orElseThrow().subscribe(collector);
        return new SentRequest(http.uri().toString(), headers, Json.readTree(collector.whole.join()));
    }

    private static final class BodyCollector implements Flow.Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}

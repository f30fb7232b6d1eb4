package dev.mgx.cli.client;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server's REST interface as the commands use it. Thread-safe. Every call blocks, no longer than it may take, and
 * throws {@link ServerRefused} for an answer that is a no, {@link ServerUnreachable} for no answer and for a server
 * that cannot answer now.
 */
public final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long MAX_BODY_BYTES = 256L << 20;

    /** The server is well, but the run that was to give the answer failed. */
    private static final int RUN_FAILED = 502;

    private final String server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param server its address; may have a path before that of the interface */
    public Api(URI server) {
        this.server = server.toString().replaceAll("/+$", "");
    }

    /**
     * The address that a person gave: {@code http://host:port}, or just {@code host:port}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static URI address(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        String wrong = "'%s' is not a server address; it should look like http://127.0.0.1:8000".formatted(text);
        try {
            URI address = URI.create(full);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new IllegalArgumentException(wrong);
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    public String server() {
        return server;
    }

    HttpClient http() {
        return http;
    }

    URI webSocket(String taskId, long sinceEventId) {
        return URI.create("%s/ws/tasks/%s?version=2&start=false&since_event_id=%d"
                .formatted(server.replaceFirst("^http", "ws"), taskId, sinceEventId));
    }

    public JsonNode get(String path) throws InterruptedException {
        return tree(send(request(path).GET(), PATIENCE));
    }

    byte[] download(String path) throws InterruptedException {
        return send(request(path).GET(), PATIENCE.multipliedBy(4)).body();
    }

    public JsonNode post(String path, Map<String, @Nullable Object> body) throws InterruptedException {
        return post(path, body, PATIENCE);
    }

    /**
     * Sends a body and reads the answer.
     *
     * @param patience how long the answer may take
     */
    public JsonNode post(String path, Map<String, @Nullable Object> body, Duration patience)
            throws InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return tree(send(request, patience));
    }

    /** A segment of a path, percent-encoded. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path));
    }

    /** The deadline is for the whole of it: the library's own ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration patience) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
        try {
            HttpResponse<byte[]> answer = exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() >= 500 && answer.statusCode() != RUN_FAILED) {
                throw new ServerUnreachable(reason(answer), null);
            }
            if (answer.statusCode() >= 400) {
                throw new ServerRefused(answer.statusCode(), reason(answer));
            }
            return answer;
        } catch (TimeoutException e) {
            throw new ServerUnreachable(
                    "The server at %s did not answer within %d s".formatted(server, patience.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new ServerUnreachable(
                    "Cannot reach the server at %s (%s); is it running?".formatted(server, why(e.getCause())), e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static String why(@Nullable Throwable cause) {
        return switch (cause) {
            case java.net.ConnectException refused -> "connection refused";
            case IOException broken when broken.getMessage() != null -> broken.getMessage();
            case null, default -> String.valueOf(cause);
        };
    }

    private JsonNode tree(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            return Json.readTree(text.isEmpty() ? "{}" : text);
        } catch (MalformedJson e) {
            throw new ServerUnreachable("%s is not an MGX Engine server".formatted(server), e);
        }
    }

    /** The detail of a problem has what is wrong with each field too; its list of errors is for programs. */
    private String reason(HttpResponse<byte[]> answer) {
        return tree(answer).path("detail").asString("%s is not an MGX Engine server".formatted(server));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

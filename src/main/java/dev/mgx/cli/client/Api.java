package dev.mgx.cli.client;

import dev.mgx.config.ShownUrl;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of a server's REST API. Thread-safe. Every call blocks up to a timeout and throws {@link ServerRefused} for
 * a 4xx response and {@link ServerUnreachable} for no response or a 5xx one.
 */
public final class Api implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long MAX_BODY_BYTES = 256L << 20;

    /** The server works, but the run that was to produce the response failed. */
    private static final int RUN_FAILED = 502;

    private final String server;
    private final Optional<String> credentials;
    private final HttpClient http;

    /** @param server its address, possibly with a path prefix, and with a user and a password, which are shown to nobody */
    public Api(URI server) {
        this.server = shown(server);
        credentials = credentials(server);
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        if (!"https".equalsIgnoreCase(server.getScheme())) {
            client.sslContext(trustingNobody());
        }
        http = client.build();
    }

    /** For a client that needs no certificates: reading Java's takes a good part of a command's time. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext none = SSLContext.getInstance("TLS");
            none.init(null, new TrustManager[0], null);
            return none;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has TLS
        }
    }

    /**
     * Parses {@code http://host:port} or just {@code host:port}, perhaps with a user and a path. A query would be sent to
     * nobody, and shown with every message.
     *
     * @throws IllegalArgumentException if it is not a server address; the message has no user
     */
    public static URI address(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        String wrong =
                "'%s' is not a server address; it should look like http://127.0.0.1:8000 or https://user:password@example.com/mgx, with %%XX for what is no letter or digit in a password, and without a query"
                        .formatted(ShownUrl.of(text));
        try {
            URI address = URI.create(full);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && !address.isOpaque()
                    && !address.getRawPath().contains("@"); // the rest of a password with a slash in it
            if (address.getHost() == null || !plain || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new IllegalArgumentException(wrong);
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    /** A server's address as it may be shown: without a user. */
    public static String shown(URI server) {
        String user = server.getRawUserInfo();
        String address = user == null ? server.toString() : server.toString().replaceFirst("//[^/@]*@", "//");
        return address.replaceAll("/+$", "");
    }

    /** The user and password of an address as basic authentication (RFC 7617). */
    private static Optional<String> credentials(URI server) {
        String user = server.getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        byte[] pair = (user.contains(":") ? user : user + ":").getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public String server() {
        return server;
    }

    /** Opens a WebSocket that delivers the events after {@code sinceEventId}. */
    CompletableFuture<WebSocket> watch(
            String taskId, long sinceEventId, Duration timeout, WebSocket.Listener listener) {
        URI address = URI.create("%s/ws/tasks/%s?version=2&start=false&since_event_id=%d"
                .formatted(server.replaceFirst("^http", "ws"), taskId, sinceEventId));
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(timeout);
        credentials.ifPresent(value -> builder.header("Authorization", value));
        return builder.buildAsync(address, listener);
    }

    public JsonNode get(String path) throws InterruptedException {
        return tree(send(request(path).GET(), TIMEOUT));
    }

    byte[] download(String path) throws InterruptedException {
        return send(request(path).GET(), TIMEOUT.multipliedBy(4)).body();
    }

    public JsonNode post(String path, Map<String, @Nullable Object> body) throws InterruptedException {
        return post(path, body, TIMEOUT);
    }

    /**
     * Sends a body and reads the response.
     *
     * @param timeout how long the response may take
     */
    public JsonNode post(String path, Map<String, @Nullable Object> body, Duration timeout)
            throws InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return tree(send(request, timeout));
    }

    /** Deletes what is there; takes as long as a running task takes to be stopped. */
    public void delete(String path) throws InterruptedException {
        send(request(path).DELETE(), TIMEOUT.multipliedBy(4));
    }

    /** Percent-encodes a path segment. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        credentials.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** Applies the timeout to the whole exchange; the library's own covers the headers only. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() >= 400) {
                throw failure(response);
            }
            return response;
        } catch (TimeoutException e) {
            throw new ServerUnreachable(
                    "The server at %s did not response within %d s".formatted(server, timeout.toSeconds()), e);
        } catch (ExecutionException e) {
            String hint = e.getCause() instanceof SSLException
                    ? "Java does not trust it, or it speaks no TLS"
                    : "is it running?";
            throw new ServerUnreachable(
                    "Cannot reach the server at %s (%s); %s".formatted(server, why(e.getCause()), hint), e);
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

    private JsonNode tree(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        try {
            return Json.readTree(text.isEmpty() ? "{}" : text);
        } catch (MalformedJson e) {
            throw new ServerUnreachable("%s is not an MGX Engine server".formatted(server), e);
        }
    }

    /** The server says in JSON why it refuses; anything else is of another server, or of a proxy before it. */
    private RuntimeException failure(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String reason = reason(response);
        if (status == 401 && reason.isEmpty()) {
            return new ServerRefused(
                    status,
                    credentials.isEmpty()
                            ? "%s wants a user and a password: --server http://user:password@…".formatted(server)
                            : "%s does not take the user and the password of --server".formatted(server));
        }
        if (reason.isEmpty()) {
            return new ServerUnreachable(
                    "%s is not an MGX Engine server, or a proxy cannot reach the one behind it (HTTP %d)"
                            .formatted(server, status),
                    null);
        }
        return status >= 500 && status != RUN_FAILED
                ? new ServerUnreachable(reason, null)
                : new ServerRefused(status, reason);
    }

    /** The detail of a problem includes the field errors; the list of errors is for programs. */
    private static String reason(HttpResponse<byte[]> response) {
        try {
            return Json.readTree(new String(response.body(), StandardCharsets.UTF_8))
                    .path("detail")
                    .asString("");
        } catch (MalformedJson e) {
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

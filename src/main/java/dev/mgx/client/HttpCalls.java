package dev.mgx.client;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
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
import tools.jackson.databind.node.MissingNode;

/** Requests of one server over HTTP, and what their failures mean. Thread-safe. */
final class HttpCalls implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long MAX_BODY_BYTES = 256L << 20;

    private static final String BEING_WORKED_ON = "/problems/idempotency-key-in-use";
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** The server works, but the run that was to produce the response failed. */
    private static final int RUN_FAILED = 502;

    private final String server;
    private final Optional<String> credentials;
    private final HttpClient http;

    HttpCalls(URI server) {
        this.server = MgxClient.shown(server);
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

    /** The user and password of an address as basic authentication (RFC 7617). */
    private static Optional<String> credentials(URI server) {
        String user = server.getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        byte[] pair = (user.contains(":") ? user : user + ":").getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    String server() {
        return server;
    }

    CompletableFuture<WebSocket> open(String path, Duration timeout, WebSocket.Listener listener) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(timeout);
        credentials.ifPresent(value -> builder.header("Authorization", value));
        return builder.buildAsync(URI.create(server.replaceFirst("^http", "ws") + path), listener);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        credentials.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /**
     * Sends a request whose key lets the server do it once, however often it arrives: where the connection breaks before
     * the response has come, it is sent a second time.
     */
    HttpResponse<byte[]> sendKeyed(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
        try {
            return send(request, timeout);
        } catch (ServerUnreachable e) {
            boolean broke = e.getCause() instanceof ExecutionException failed
                    && failed.getCause() instanceof IOException why
                    && !(why instanceof ConnectException || why instanceof SSLException);
            if (!broke) {
                throw e;
            }
            return sendAgain(request, timeout);
        }
    }

    /** The server may still work on the first one: then it says when to ask for its answer. */
    private HttpResponse<byte[]> sendAgain(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            try {
                return send(request, timeout);
            } catch (ServerRefused e) {
                if (!e.type().equals(BEING_WORKED_ON) || System.nanoTime() - began > timeout.toNanos()) {
                    throw e;
                }
                Thread.sleep(e.retryAfter());
            }
        }
    }

    /** Applies the timeout to the whole exchange; the library's own covers the headers only. */
    HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
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
                    "The server at %s did not respond within %d s".formatted(server, timeout.toSeconds()), e);
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
            case ConnectException refused -> "connection refused";
            case IOException broken when broken.getMessage() != null -> broken.getMessage();
            case null, default -> String.valueOf(cause);
        };
    }

    JsonNode tree(HttpResponse<byte[]> response) {
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
        JsonNode problem = problem(response);
        // The detail includes the field errors; the list of errors is for programs.
        String reason = problem.path("detail").asString("");
        if (status == 401 && reason.isEmpty()) {
            return new ServerRefused(
                    status,
                    credentials.isEmpty()
                            ? "%s wants a user and a password in its address: http://user:password@…".formatted(server)
                            : "%s does not take the user and the password in its address".formatted(server));
        }
        if (reason.isEmpty()) {
            return new ServerUnreachable(
                    "%s is not an MGX Engine server, or a proxy cannot reach the one behind it (HTTP %d)"
                            .formatted(server, status),
                    null);
        }
        return status >= 500 && status != RUN_FAILED
                ? new ServerUnreachable(reason, null)
                : new ServerRefused(status, reason, problem.path("type").asString(""), retryAfter(response));
    }

    private static JsonNode problem(HttpResponse<byte[]> response) {
        try {
            return Json.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            return MissingNode.getInstance();
        }
    }

    private static Duration retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(RETRY);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

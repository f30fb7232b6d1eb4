package dev.mgx.e2e;

import dev.mgx.testing.OwnCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests what Chromium requests, with the headers that it sends, when somebody opens the page at a URL. Whatever name
 * the URL has, it goes to a port of this machine.
 */
final class PageVisitor implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final URI page;
    private final int port;
    private final Map<String, String> always;
    private final PemTrustOptions trust = new PemTrustOptions();
    private final HttpClientAgent http;

    /** @param always headers of each request */
    PageVisitor(URI page, int port, Optional<OwnCertificate> certificate, Map<String, String> always) {
        this.page = page;
        this.port = port;
        this.always = always;
        certificate.ifPresent(own -> trust.addCertPath(own.certificate().toString()));
        http = vertx.createHttpClient(new HttpClientOptions().setTrustOptions(trust));
    }

    record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Opens the page, or a document below it, as by its address bar. */
    Reply open(String relative) throws Exception {
        RequestOptions options = options(HttpMethod.GET, relative)
                .putHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        return send(said(options, "none", "navigate", "document"), null);
    }

    /** Loads a script of it: a module has an Origin always. */
    Reply script(String relative) throws Exception {
        return send(said(options(HttpMethod.GET, relative), "same-origin", "cors", "script")
                .putHeader("Origin", origin()), null);
    }

    /** What its scripts request. */
    Reply call(String method, String relative, @Nullable String json) throws Exception {
        return callFrom(origin(), method, relative, json);
    }

    /** The same, of another page's script. */
    Reply callFrom(String origin, String method, String relative, @Nullable String json) throws Exception {
        RequestOptions options = said(options(HttpMethod.valueOf(method), relative), "same-origin", "cors", "empty")
                .putHeader("Accept", "application/json");
        if (!method.equals("GET") || !origin.equals(origin())) {
            options.putHeader("Origin", origin);
        }
        if (json != null) {
            options.putHeader("Content-Type", "application/json");
        }
        return send(options, json);
    }

    /** Server-sent events. */
    ReceivedText stream(String relative) {
        ReceivedText received = new ReceivedText();
        http.request(said(options(HttpMethod.GET, relative), "same-origin", "cors", "empty"))
                .compose(HttpClientRequest::send)
                .onSuccess(response -> response.handler(piece -> received.append(piece.toString()))
                        .exceptionHandler(broken -> received.ended(broken.toString()))
                        .endHandler(end -> received.ended("ended")))
                .onFailure(broken -> received.ended(broken.toString()));
        return received;
    }

    /** A WebSocket's messages; how it ends is its close code. */
    ReceivedText socket(String relative) {
        ReceivedText received = new ReceivedText();
        RequestOptions target = options(HttpMethod.GET, relative);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setServer(target.getServer())
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setSsl(target.isSsl())
                .setURI(target.getURI())
                .setAllowOriginHeader(false) // it would make up one
                .putHeader("Origin", origin());
        always.forEach(options::putHeader);
        ClientWebSocket socket = vertx.createWebSocketClient(new WebSocketClientOptions().setTrustOptions(trust))
                .webSocket();
        socket.textMessageHandler(message -> received.append(message + "\n"));
        socket.closeHandler(closed -> received.ended(String.valueOf(socket.closeStatusCode())));
        socket.connect(options).onFailure(refused -> received.ended(refused.toString()));
        return received;
    }

    /** The path of an address relative to the page, as it is requested. */
    private RequestOptions options(HttpMethod method, String relative) {
        URI target = page.resolve(relative);
        boolean ssl = target.getScheme().equals("https");
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost(target.getHost())
                .setPort(target.getPort() < 0 ? (ssl ? 443 : 80) : target.getPort())
                .setSsl(ssl)
                .setURI(target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()));
        always.forEach(options::putHeader);
        return options;
    }

    /** Says from where, as Chromium does where nobody can listen in. */
    private RequestOptions said(RequestOptions options, String site, String mode, String destination) {
        return options.isSsl()
                ? options.putHeader("Sec-Fetch-Site", site)
                        .putHeader("Sec-Fetch-Mode", mode)
                        .putHeader("Sec-Fetch-Dest", destination)
                : options;
    }

    private String origin() {
        return page.getScheme() + "://" + page.getRawAuthority();
    }

    private Reply send(RequestOptions options, @Nullable String body) throws Exception {
        Future<Reply> reply = http.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(response -> response.body().map((Buffer content) -> {
                    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    response.headers().forEach((name, value) -> headers.put(name, value));
                    return new Reply(response.statusCode(), headers, content.toString());
                }));
        return reply.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}

package dev.mgx.llm.http;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;

/**
 * Sends requests and gives their responses to be read, on the caller's thread. One connection for each call:
 * closing a call closes it, and so does an interrupt. Follows no redirect, for the key would go along; uses
 * no proxy that was not asked for; tries nothing twice. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private final HttpClient http;
    private final Duration connectTimeout;

    /** @param proxy {@link HttpClient.Builder#NO_PROXY} for none */
    public Transport(Duration connectTimeout, ProxySelector proxy) {
        this.connectTimeout = connectTimeout;
        http = HttpClient.newBuilder()
                // With HTTP/2 calls would share a connection, and one that is stuck would hold up the others.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .proxy(proxy)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Sends a request and waits for the head of its response, for as long as it takes.
     *
     * @throws ModelFailed when none comes
     */
    public Exchange send(Endpoint endpoint, WireRequest request) throws InterruptedException {
        try {
            return new Exchange(http.send(request.http(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (HttpConnectTimeoutException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE,
                    "%s did not accept a connection within %d ms"
                            .formatted(endpoint.title(), connectTimeout.toMillis()),
                    e);
        } catch (ConnectException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE, "No connection to %s: %s".formatted(endpoint.titleWithin(), reason(e)), e);
        } catch (SSLException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE,
                    "No TLS connection to %s: %s".formatted(endpoint.titleWithin(), e.getMessage()),
                    e);
        } catch (ProtocolException e) {
            throw new ModelFailed(
                    Kind.GARBLED,
                    "%s sent an invalid HTTP response: %s".formatted(endpoint.title(), e.getMessage()),
                    e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new ModelFailed(
                    Kind.CUT,
                    "%s closed the connection before it answered: %s".formatted(endpoint.title(), e.getMessage()),
                    e);
        }
    }

    /** The client leaves the reason to a cause, or out altogether. */
    private static String reason(ConnectException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.nio.channels.UnresolvedAddressException) {
                return "unknown host";
            }
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return "connection refused";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

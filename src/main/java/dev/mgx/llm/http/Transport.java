package dev.mgx.llm.http;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an endpoint and gives their responses to be read, on the caller's thread. One connection for each call:
 * closing a call closes it, and so does an interrupt. Follows no redirect, for the key would go along; uses no proxy that was
 * not asked for; sends nothing twice. Every address of the host is tried until one accepts a connection. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    static {
        allowHeadersOfConnections();
    }

    /** Words of the JDK's client where a proxy refuses. */
    private static final String NO_TUNNEL = "unnel";

    /** Words of the JDK where it trusts none of those who signed. */
    private static final String UNKNOWN_AUTHORITY = "unable to find valid certification path";

    private final Endpoint endpoint;
    private final NetworkRoute route;
    private final HttpClient http;

    /** The address that accepted a connection after the first one had not; null for the first. */
    private volatile @Nullable InetAddress reachable;

    public Transport(Endpoint endpoint, NetworkRoute route) {
        this.endpoint = endpoint;
        this.route = route;
        HttpClient.Builder client = HttpClient.newBuilder()
                // With HTTP/2 calls would share a connection, and one that is stuck would hold up the others.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(route.timeout())
                .proxy(
                        route.proxy() == null
                                ? HttpClient.Builder.NO_PROXY
                                : route.proxy().selector())
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (route.tls() != null) {
            client.sslContext(route.tls());
        }
        serverName(endpoint).ifPresent(client::sslParameters);
        http = client.build();
    }

    /**
     * Lets the JDK's client send {@code Host}, and a password to a proxy that leads to an encrypted server. It looks once, when it
     * is first used.
     */
    public static void allowHeadersOfConnections() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** The name that a certificate must have, also where the connection is made to one address of the host. */
    private static Optional<SSLParameters> serverName(Endpoint endpoint) {
        try {
            SSLParameters parameters = new SSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(endpoint.host())));
            return Optional.of(parameters);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an address, or a name that no certificate can have
        }
    }

    /**
     * Sends a request and waits for the head of its response, for as long as it takes.
     *
     * @throws ModelFailed when none comes
     */
    public Exchange send(WireRequest request) throws InterruptedException {
        try {
            return new Exchange(sentToReachable(request));
        } catch (HttpConnectTimeoutException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE,
                    "%s did not accept a connection within %d ms"
                            .formatted(
                                    route.proxy() == null ? endpoint.title() : "The proxy " + route.proxy(),
                                    route.timeout().toMillis()),
                    e);
        } catch (ConnectException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE,
                    "No connection to %s: %s"
                            .formatted(
                                    route.proxy() == null ? endpoint.titleWithin() : "the proxy " + route.proxy(),
                                    reason(e)),
                    e);
        } catch (SSLException e) {
            throw new ModelFailed(
                    Kind.UNREACHABLE,
                    "No TLS connection to %s: %s%s".formatted(endpoint.titleWithin(), e.getMessage(), advice(e)),
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
            if (route.proxy() != null && String.valueOf(e.getMessage()).contains(NO_TUNNEL)) {
                throw new ModelFailed(
                        Kind.UNREACHABLE,
                        "The proxy %s does not lead to %s: %s"
                                .formatted(route.proxy(), endpoint.titleWithin(), e.getMessage()),
                        e);
            }
            throw new ModelFailed(
                    Kind.CUT,
                    "%s closed the connection before it answered: %s".formatted(endpoint.title(), e.getMessage()),
                    e);
        }
    }

    /** Sends it to the host; where that accepts no connection, to its other addresses, one after the other. */
    private HttpResponse<InputStream> sentToReachable(WireRequest request) throws IOException, InterruptedException {
        InetAddress known = reachable;
        IOException none = new ConnectException("unknown host");
        if (known != null || isUri()) {
            try {
                return sent(request, known);
            } catch (HttpConnectTimeoutException | ConnectException e) {
                reachable = null;
                none = e;
            }
        }
        for (InetAddress other : others(known)) {
            try {
                HttpResponse<InputStream> response = sent(request, other);
                reachable = other;
                return response;
            } catch (HttpConnectTimeoutException | ConnectException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    /** Whether the JDK's client takes the host by its name; with an underscore it does not. */
    private boolean isUri() {
        return endpoint.baseUrl().getHost() != null;
    }

    /** The addresses of the host that were not tried. A proxy looks for them itself. */
    private List<InetAddress> others(@Nullable InetAddress tried) {
        if (route.proxy() != null && isUri()) {
            return List.of();
        }
        try {
            InetAddress[] all = InetAddress.getAllByName(endpoint.host());
            return tried == null
                    ? List.of(all).subList(isUri() ? 1 : 0, all.length)
                    : Stream.of(all).filter(each -> !each.equals(tried)).toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** @param address null for the first of the host */
    private HttpResponse<InputStream> sent(WireRequest request, @Nullable InetAddress address)
            throws IOException, InterruptedException {
        HttpRequest.Builder http = request.http(address == null ? request.uri() : at(address, request.uri()));
        endpoint.headers().forEach((name, value) -> http.setHeader(name, value.value()));
        if (address != null) {
            http.setHeader("Host", endpoint.baseUrl().getRawAuthority());
        }
        if (route.proxy() != null && !route.proxy().authorization().isEmpty()) {
            http.setHeader("Proxy-Authorization", route.proxy().authorization().value());
        }
        return this.http.send(http.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private URI at(InetAddress address, URI uri) {
        String host = address.getHostAddress().replaceFirst("%.*", "");
        String port = endpoint.port() < 0 ? "" : ":" + endpoint.port();
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return URI.create("%s://%s%s%s"
                .formatted(uri.getScheme(), address instanceof Inet6Address ? "[" + host + "]" : host, port, path));
    }

    /** The client leaves the reason to a cause, or out altogether. */
    private static String reason(ConnectException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return "connection refused";
    }

    private static String advice(SSLException e) {
        return String.valueOf(e.getMessage()).contains(UNKNOWN_AUTHORITY)
                ? " (if an authority of your own has signed its certificate, set MGX_CA_FILE to that authority's)"
                : "";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

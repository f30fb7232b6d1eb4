package dev.mgx.repository.fetch;

import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks one host for one repository, in JGit's stead: without redirects to others, cookies, encodings and passwords of others,
 * and for so many bytes and so long. Whatever fails is a {@link FetchRefused}, which JGit does not try again. For one thread;
 * another one, which {@link #close} ends, ends it when its time is over.
 */
final class GitClient implements HttpConnectionFactory, AutoCloseable {
    private static final int OK = 200;
    private static final String GIT_ANSWER = "application/x-git-upload-pack-";

    private final Access access;
    private final NetworkRoute route;
    private final FetchLimits limits;
    private final Duration atMost;
    private final HostRefusals refusals;
    private final HttpClient http;
    private long room;
    private boolean packHasBegun;
    private volatile boolean expired;
    private @Nullable Thread watch;

    /**
     * What may be asked, and as whom.
     *
     * @param allowed also what a redirect may lead to
     */
    record Access(URI repository, Predicate<URI> allowed, GitCredentials credentials) {}

    private GitClient(Access access, NetworkRoute route, FetchLimits limits, Duration atMost) {
        this.access = access;
        this.route = route;
        this.limits = limits;
        this.atMost = atMost;
        refusals = new HostRefusals(access.repository(), route.proxy());
        room = limits.bytesBeforePack();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(route.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(
                        route.proxy() == null
                                ? HttpClient.Builder.NO_PROXY
                                : route.proxy().selector());
        if (route.tls() != null) {
            builder.sslContext(route.tls());
        }
        http = builder.build();
    }

    /**
     * Opens one.
     *
     * @param atMost after which it is ended
     */
    static GitClient open(Access access, NetworkRoute route, FetchLimits limits, Duration atMost) {
        GitClient client = new GitClient(access, route, limits, atMost);
        client.watch = Thread.ofVirtual().name("mgx-fetch-limit").start(client::expire);
        return client;
    }

    private void expire() {
        try {
            Thread.sleep(atMost);
            expired = true;
            http.shutdownNow();
        } catch (InterruptedException e) {
            // it was closed before
        }
    }

    HostRefusals refusals() {
        return refusals;
    }

    @Override
    public HttpConnection create(URL address) throws IOException {
        try {
            return new GitConnection(this, address.toURI());
        } catch (URISyntaxException e) {
            throw new IOException("%s is no address".formatted(address), e);
        }
    }

    @Override
    public HttpConnection create(URL address, @Nullable Proxy proxy) throws IOException {
        return create(address);
    }

    /** The answer to a request, if it is one that Git can go on with: itself, or a redirect that may be followed. */
    HttpResponse<InputStream> send(URI address, HttpRequest.Builder request) {
        if (!access.allowed().test(address)) {
            throw refusals.elsewhere(address);
        }
        Secret authorization = access.credentials().of(address);
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization.value());
        }
        if (route.proxy() != null && !route.proxy().authorization().isEmpty()) {
            request.setHeader(
                    "Proxy-Authorization", route.proxy().authorization().value());
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            Optional<FetchRefused> flaw = flaw(address, response, !authorization.isEmpty());
            if (flaw.isPresent()) {
                response.body().close();
                throw flaw.get();
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusals.late(atMost);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Optional<FetchRefused> flaw(URI address, HttpResponse<InputStream> response, boolean hasCredentials) {
        int status = response.statusCode();
        return switch (status) {
            case OK -> isOfGit(response) ? Optional.empty() : Optional.of(refusals.noRepository());
            case 301, 302, 303, 307, 308 -> {
                URI target = target(address, response);
                yield isSameHost(address, target) && access.allowed().test(target)
                        ? Optional.empty()
                        : Optional.of(refusals.elsewhere(target));
            }
            default -> Optional.of(refusals.status(status, hasCredentials));
        };
    }

    /** No encoding was asked for: what is unpacked would be more than was counted. */
    private static boolean isOfGit(HttpResponse<InputStream> response) {
        return header(response, "Content-Type", "").startsWith(GIT_ANSWER)
                && header(response, "Content-Encoding", "identity").equals("identity");
    }

    private static String header(HttpResponse<InputStream> response, String name, String otherwise) {
        return response.headers().firstValue(name).orElse(otherwise);
    }

    private URI target(URI address, HttpResponse<InputStream> response) {
        try {
            return address.resolve(new URI(header(response, "Location", "")));
        } catch (URISyntaxException e) {
            throw refusals.noRepository();
        }
    }

    private static boolean isSameHost(URI address, URI target) {
        return "https".equals(target.getScheme())
                && target.getRawAuthority() != null
                && target.getRawAuthority().equalsIgnoreCase(address.getRawAuthority());
    }

    private FetchRefused failure(IOException e) {
        return expired ? refusals.late(atMost) : refusals.failure(e);
    }

    /** Fails where its time is over, or its thread was interrupted. */
    void requireTime() {
        if (isOver()) {
            throw refusals.late(atMost);
        }
    }

    /** Whether its time is over, or its thread, which asks, was interrupted. */
    boolean isOver() {
        return expired || Thread.currentThread().isInterrupted();
    }

    /** From now on objects come. */
    void packBegins() {
        packHasBegun = true;
        room = limits.packBytes();
    }

    /** An answer of which each byte counts. */
    InputStream counted(InputStream answer) {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                try {
                    int read = answer.read(bytes, from, length);
                    count(Math.max(0, read));
                    return read;
                } catch (IOException e) {
                    throw failure(e);
                }
            }

            @Override
            public void close() throws IOException {
                answer.close();
            }
        };
    }

    private void count(int bytes) {
        room -= bytes;
        if (room < 0) {
            throw refusals.tooLarge(
                    packHasBegun
                            ? "its commit has more than %,d bytes, packed".formatted(limits.packBytes())
                            : "the list of its branches has more than %,d bytes".formatted(limits.bytesBeforePack()));
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.interrupt();
        }
        http.shutdownNow();
    }
}

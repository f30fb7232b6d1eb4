package dev.mgx.packages;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Fetches from one registry. Thread-safe. */
final class RegistryClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Until the first byte; what follows is bounded by the execution that needs it. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private static final int MOST_REDIRECTS = 5;

    /** All versions of a package that has many thousands. */
    private static final int LARGEST_LISTING = 64 << 20;

    private final Registry registry;
    private final HttpClient http;

    RegistryClient(Registry registry) {
        this.registry = registry;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER); // the header must not go along to other hosts
        if (registry.tls() != null) {
            builder.sslContext(registry.tls());
        }
        if (registry.proxy() != null) {
            builder.proxy(registry.proxy());
        }
        http = builder.build();
    }

    Registry registry() {
        return registry;
    }

    /**
     * The text at an address.
     *
     * @throws NotThere if there is nothing
     */
    String text(URI address, String accept) throws IOException, InterruptedException {
        try (InputStream in = stream(address, accept)) {
            byte[] bytes = in.readNBytes(LARGEST_LISTING + 1);
            if (bytes.length > LARGEST_LISTING) {
                throw new IOException("the registry's answer is larger than %d MiB".formatted(LARGEST_LISTING >> 20));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * What is at an address.
     *
     * @param modified when the registry says that it last changed, if it does
     */
    record Found(InputStream content, Optional<Instant> modified) {
        private static Found of(HttpResponse<InputStream> response) {
            return new Found(
                    response.body(),
                    response.headers().firstValue("Last-Modified").flatMap(Found::parsed));
        }

        private static Optional<Instant> parsed(String date) {
            try {
                return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * The content at an address.
     *
     * @throws NotThere if there is nothing
     */
    InputStream stream(URI address, String accept) throws IOException, InterruptedException {
        return find(address, accept).content();
    }

    /**
     * What is at an address.
     *
     * @throws NotThere if there is nothing
     */
    Found find(URI address, String accept) throws IOException, InterruptedException {
        URI next = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response =
                    http.send(request(next, accept), HttpResponse.BodyHandlers.ofInputStream());
            int status = response.statusCode();
            if (status == 200) {
                return Found.of(response);
            }
            response.body().close();
            if (status == 404 || status == 410) {
                throw new NotThere();
            }
            String location = response.headers().firstValue("Location").orElse("");
            if (status / 100 != 3 || location.isEmpty()) {
                throw new IOException("the registry answered with HTTP status " + status);
            }
            URI target = next.resolve(location);
            if (next.getScheme().equals("https") && !"https".equals(target.getScheme())) {
                throw new IOException("the registry leads from https to " + target.getScheme());
            }
            next = target;
        }
        throw new IOException("the registry leads on more than %d times".formatted(MOST_REDIRECTS));
    }

    private HttpRequest request(URI address, String accept) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).header("Accept", accept);
        if (registry.authorization() != null && registry.isHome(address)) {
            request.header("Authorization", registry.authorization());
        }
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** The registry has no such package or file. */
    static final class NotThere extends IOException {}
}

package dev.mgx.e2e;

import dev.mgx.testing.OwnCertificate;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Requests what Chromium requests, with the headers that it sends, when somebody opens the page at a URL. */
final class PageVisitor implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI page;
    private final Map<String, String> always;
    private final HttpClient http;

    /** @param always headers of each request */
    PageVisitor(URI page, Optional<OwnCertificate> trusted, Map<String, String> always) throws Exception {
        this.page = page;
        this.always = always;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (trusted.isPresent()) {
            builder.sslContext(trusting(trusted.get()));
        }
        http = builder.build();
    }

    private static SSLContext trusting(OwnCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.trustStore())) {
            store.load(in, OwnCertificate.PASSWORD.toCharArray());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Opens the page, or a document below it, as by its address bar. */
    HttpResponse<String> open(String relative) throws Exception {
        return send(request(relative, "none", "navigate", "document")
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    }

    /** Loads a part of it: a module has an Origin always. */
    HttpResponse<String> load(String relative) throws Exception {
        return send(request(relative, "same-origin", "cors", "script").header("Origin", origin()));
    }

    /** What its scripts read. */
    HttpResponse<String> read(String relative) throws Exception {
        return send(request(relative, "same-origin", "cors", "empty").header("Accept", "application/json"));
    }

    /** What its scripts send, or those of another page's. */
    HttpResponse<String> post(String origin, String relative, String json) throws Exception {
        return send(request(relative, "same-origin", "cors", "empty")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** The lines of server-sent events, as they come. */
    BufferedReader stream(String relative) throws Exception {
        HttpRequest request = request(relative, "same-origin", "cors", "empty").build();
        return new BufferedReader(new InputStreamReader(
                http.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    WatchingClient watch(String relative) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder().header("Origin", origin());
        always.forEach(builder::header);
        WatchingClient watcher = new WatchingClient(() -> "(its log is the tests' own)");
        URI at = URI.create(page.resolve(relative).toString().replaceFirst("^http", "ws"));
        watcher.connected(builder.buildAsync(at, watcher).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        return watcher;
    }

    /** Says from where, as Chromium does where nobody can listen in. */
    private HttpRequest.Builder request(String relative, String site, String mode, String destination) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page.resolve(relative)).timeout(TIMEOUT);
        always.forEach(request::header);
        if (page.getScheme().equals("https")) {
            request.header("Sec-Fetch-Site", site)
                    .header("Sec-Fetch-Mode", mode)
                    .header("Sec-Fetch-Dest", destination);
        }
        return request;
    }

    String origin() {
        return page.getScheme() + "://" + page.getRawAuthority();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}

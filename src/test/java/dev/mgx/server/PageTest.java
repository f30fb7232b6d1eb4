package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.json.Json;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PageTest {
    private static final Pattern SCRIPT = Pattern.compile("(assets/index-[A-Za-z0-9_-]++\\.js)");

    @TempDir
    Path folder;

    private static HttpResponse<String> root(Served served, String accept) throws Exception {
        return served.send(HttpRequest.newBuilder(served.uri("/")).header("Accept", accept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/json;q=0.5, Text/HTML;q=0.9"
            })
    void showsABrowserThePage(String accept) throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            HttpResponse<String> page = root(served, accept);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(page.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding, Origin");
            assertThat(page.body()).contains("<title>MGX Engine</title>").doesNotContain("<style", "onclick");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html;q=0, application/json", "text/plain"})
    void tellsEverybodyElseWhatItIs(String accept) throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            HttpResponse<String> about = root(served, accept);

            assertThat(Json.readMap(about.body())).containsKeys("message", "version", "docs", "openapi", "simulated");
            assertThat(about.headers().firstValue("Vary")).hasValue("Accept, Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagram.html", "preview.html"})
    void aFrameHasNoOriginAndConnectsToNothing(String name) throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            HttpResponse<String> frame = served.get("/frames/" + name);

            assumeThat(frame.statusCode())
                    .as("the program was built without its page")
                    .isEqualTo(200);
            assertThat(frame.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .startsWith("sandbox allow-scripts; default-src 'none';")
                            .contains("frame-ancestors 'self'")
                            .doesNotContain("allow-same-origin", "connect-src"));
            assertThat(frame.headers().firstValue("Connection-Allowlist")).hasValue("()");
        }
    }

    @Test
    void aFileComesInTheSmallestFormThatTheBrowserTakesAndOnce() throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            Matcher script = SCRIPT.matcher(root(served, "text/html").body());
            assumeThat(script.find()).as("the program was built with its page").isTrue();
            URI file = served.uri("/" + script.group(1));

            HttpResponse<byte[]> plain = file(file, "identity", "");
            HttpResponse<byte[]> gzip = file(file, "gzip, deflate, br;q=0", "");
            HttpResponse<byte[]> brotli = file(file, "gzip, deflate, br, zstd", "");

            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())))
                    .hasBinaryContent(plain.body());
            assertThat(brotli.headers().firstValue("Content-Encoding")).hasValue("br");
            assertThat(brotli.body().length).isLessThan(gzip.body().length);
            for (HttpResponse<byte[]> each : List.of(plain, gzip, brotli)) {
                assertThat(each.headers().firstValue("Vary")).hasValue("Accept-Encoding, Origin");
                assertThat(each.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
                assertThat(each.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            }
            String tag = brotli.headers().firstValue("ETag").orElseThrow();
            assertThat(file(file, "br", tag).statusCode()).isEqualTo(304);
            assertThat(file(file, "gzip", tag).statusCode()).as("another form").isEqualTo(200);
        }
    }

    private static HttpResponse<byte[]> file(URI file, String codings, String known) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(file).header("Accept-Encoding", codings);
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.html", "..%2findex.html", "preview"})
    void hasNoOtherFrames(String name) throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            assertThat(served.get("/frames/" + name).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"index-0.js", "..%2findex.html", "..%2f..%2fdocs.html", ".js", "index.html", "no-page.html"})
    void hasNoPartsButThoseOfThePage(String name) throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            assertThat(served.get("/assets/" + name).statusCode()).isEqualTo(404);
        }
    }
}

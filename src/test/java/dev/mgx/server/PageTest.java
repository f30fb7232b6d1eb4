package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PageTest {
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
            assertThat(page.headers().firstValue("Vary")).hasValue("Accept, Origin");
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

package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.server.origin.OriginPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that people reach at a path: it answers there, and where it lies without a proxy. */
@Timeout(60)
class PublicUrlTest {
    @TempDir
    static Path folder;

    private static Served served;

    private static ServerOptions at(String url) {
        ServerOptions quick = Served.QUICK;
        return new ServerOptions(
                quick.host(),
                quick.port(),
                quick.http(),
                quick.webSocket(),
                quick.intake(),
                new OriginPolicy(List.of(), List.of(url), List.of()),
                quick.monotonic());
    }

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, run -> Served.done("Built"), at("https://mgx.example.com/mgx/"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/mgx"})
    void answersAtThePathAndWithoutIt(String base) throws Exception {
        HttpResponse<String> made = served.send("POST", base + "/api/tasks", "{\"input_prompt\":\"Build it\"}");
        String location = made.headers().firstValue("Location").orElse("");
        assertThat(location)
                .isEqualTo("/mgx/api/tasks/"
                        + Json.readTree(made.body()).path("id").asString());
        assertThat(served.get(location).statusCode()).isEqualTo(200);
        assertThat(served.get(base + "/health").body()).contains("\"healthy\"");
        assertThat(Json.readMap(served.get(base + "/").body()))
                .containsEntry("docs", "/mgx/docs")
                .containsEntry("openapi", "/mgx/openapi.json");
        assertThat(served.get(base + "/mgx/mgx/health").statusCode()).isEqualTo(404);
    }

    @Test
    void aWebSocketOpensAtThePath() throws Exception {
        String uri = "ws://127.0.0.1:%d/mgx/ws/tasks/%s?start=false".formatted(served.port(), served.create());
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(uri), new WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS)
                    .abort();
        }
    }

    @ParameterizedTest
    @CsvSource({"/mgx, /mgx/", "/mgx?a=b, /mgx/?a=b", "/mgx/docs/, /mgx/docs", "/docs/, /mgx/docs"})
    void aDocumentIsFoundWithASlashTooManyOrTooFew(String path, String location) throws Exception {
        HttpResponse<String> answer = served.get(path);
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).hasValue(location);
        assertThat(served.send("POST", path, null).statusCode()).isIn(404, 405);
    }

    @ParameterizedTest
    @CsvSource({
        "/mgx, 307",
        "/mgx/, 200",
        "/mgx/docs, 200",
        "/docs, 200",
        "/mgx/api/tasks, 403",
        "/mgx/mgx, 403",
    })
    void aLinkOfAnotherSiteLeadsToThePageOnly(String path, int status) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\nHost: mgx.example.com\r\nSec-Fetch-Site: cross-site\r\n"
                + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nConnection: close\r\n\r\n";
        assertThat(RawExchange.of(served.port(), request.getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a/api/", "https://a/health/", "https://a/docs/x/", "https://a/assets/"})
    void doesNotLieAtAPathOfItsOwn(String url) {
        assertThatThrownBy(() -> {
                    try (Served other = new Served(folder.resolve("other"), run -> Served.done(""), at(url))) {
                        assertThat(other).as("never starts").isNull();
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("MGX_PUBLIC_URL has " + url + ", but /");
    }
}

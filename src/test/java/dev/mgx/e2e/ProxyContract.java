package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.app.Main;
import dev.mgx.config.Setting;
import dev.mgx.json.Json;
import dev.mgx.testing.Nginx;
import dev.mgx.testing.OwnCertificate;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What works through a proxy as it does without: everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyContract {
    private static final Pattern PARTS = Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"");

    private final NginxSite site;

    @TempDir
    private Path folder;

    private URI page = URI.create("http://none/");
    private Optional<OwnCertificate> certificate = Optional.empty();
    private List<AutoCloseable> open = new ArrayList<>();
    private LiveServer server;
    private PageVisitor visitor;

    @SuppressWarnings("NullAway.Init") // the server and its visitor: before all tests
    ProxyContract(NginxSite site) {
        this.site = site;
    }

    @BeforeAll
    void start() throws Exception {
        Nginx.assumeInstalled();
        OwnCertificate own = OwnCertificate.make(folder, NginxSite.NAME);
        certificate = Optional.of(own);
        int port = Nginx.freePort();
        page = URI.create(site.url(port));
        server = new LiveServer(
                folder.resolve("data"),
                Map.of(
                        Setting.MGX_PUBLIC_URL, page.toString(),
                        Setting.MGX_TRUSTED_PROXIES, "127.0.0.1",
                        Setting.MGX_SANDBOX, "off"));
        open.add(server);
        Path home = Files.createDirectory(folder.resolve("nginx"));
        open.add(Nginx.start(home, site.http(port, server.address().getPort(), home, own)));
        String basic = NginxSite.USER + ":" + NginxSite.PASSWORD;
        visitor = new PageVisitor(
                page,
                port,
                certificate,
                site.asksForAPassword()
                        ? Map.of(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                        : Map.of());
        open.add(visitor);
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void thePageAndItsDescriptionAreLoadedWithTheirScripts() throws Exception {
        for (String document : List.of("", "docs")) {
            PageVisitor.Reply shown = visitor.open(document);
            assertThat(shown.status()).as(shown.body()).isEqualTo(200);
            List<String> parts = PARTS.matcher(shown.body())
                    .results()
                    .map((MatchResult part) -> part.group(1))
                    .toList();
            if (shown.body().contains("<script")) { // there is none where the program was built without its page
                assertThat(parts).anyMatch(part -> part.endsWith(".js")).anyMatch(part -> part.endsWith(".css"));
            }
            for (String part : parts) {
                PageVisitor.Reply loaded = visitor.script(part);
                assertThat(loaded.status()).as("%s: %s", part, loaded.body()).isEqualTo(200);
            }
        }
        assertThat(visitor.call("GET", "openapi.json", null).body()).contains("\"/api/tasks\"");
    }

    @Test
    void aSlashTooManyOrTooFewLeadsToTheDocument() throws Exception {
        PageVisitor.Reply docs = visitor.open("docs/");
        assertThat(docs.status()).isEqualTo(307);
        assertThat(page.resolve(docs.header("Location"))).isEqualTo(page.resolve("docs"));
    }

    @Test
    void aTaskIsMadeAndFoundWhereItsLocationSays() throws Exception {
        PageVisitor.Reply made = visitor.call("POST", "api/tasks", "{\"input_prompt\":\"A quiz\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        URI there = page.resolve(made.header("Location"));
        assertThat(there.toString()).startsWith(page + "api/tasks/");
        assertThat(visitor.call("GET", there.toString(), null).body()).contains("A quiz");
        JsonNode about = Json.readTree(visitor.call("GET", "", null).body());
        assertThat(visitor.open(about.path("docs").asString()).status()).isEqualTo(200);
    }

    @Test
    void eventsComeAtOnceAndToTheEnd() throws Exception {
        String id = server.post(
                        "/api/tasks",
                        Map.of("input_prompt", "A quiz", "options", Map.of("require_plan_approval", true)))
                .body()
                .path("id")
                .asString();
        server.post("/api/tasks/" + id + "/run", Map.of());
        ReceivedText events = visitor.stream("api/tasks/%s/events/stream?version=2".formatted(id));
        events.await("event: APPROVAL_REQUEST"); // nothing comes after it now
        server.post("/api/tasks/" + id + "/approval", Map.of("approved", true));
        assertThat(events.awaitEnd()).isEqualTo("ended");
        assertThat(events.text()).contains("event: TASK_COMPLETE");
    }

    @Test
    void aWebSocketIsLiveToTheEndOfARun() throws Exception {
        String id = server.create("Build a todo app");
        ReceivedText messages = visitor.socket("ws/tasks/%s?version=2".formatted(id));
        assertThat(messages.awaitEnd()).as(messages.text()).isEqualTo("1000");
        List<JsonNode> all = messages.text().lines().map(Json::readTree).toList();
        long last = server.get("/api/tasks/" + id + "/state")
                .body()
                .path("last_event_id")
                .asLong();
        assertThat(all.getLast().path("data").path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(all.stream().filter(each -> each.path("type").asString().equals("event")))
                .hasSize(Math.toIntExact(last));
    }

    @Test
    void theCommandLineBuildsSomethingThere() throws Exception {
        String user = NginxSite.USER + ":" + URLEncoder.encode(NginxSite.PASSWORD, StandardCharsets.UTF_8) + "@";
        String url = site.asksForAPassword() ? page.toString().replace("://", "://" + user) : page.toString();
        Path out = folder.resolve("project");
        String said = mgx("run", "--server", url, "--out", out.toString(), "Build a todo app");
        assertThat(said)
                .contains("Using the server at " + page.toString().replaceFirst("/$", ""), "Not tested")
                .doesNotContain("pass:word", "pass%3Aword");
        assertThat(out.resolve("Todo.java")).isRegularFile();
    }

    @Test
    void anotherPageAndAnotherNameAreRefused() throws Exception {
        assertThat(visitor.callFrom("https://evil.example", "GET", "api/tasks", null)
                        .status())
                .isEqualTo(403);
        if (site.tellsTheName()) {
            URI other = URI.create(page.toString().replace(NginxSite.NAME, "evil.example"));
            try (PageVisitor lured = new PageVisitor(other, page.getPort(), Optional.empty(), Map.of())) {
                if (!site.asksForAPassword()) { // its certificate has not this name either
                    assertThat(lured.open("").status()).isEqualTo(403);
                }
            }
        }
    }

    /** Runs a command as on a machine that knows the proxy's name and certificate; returns all that it prints. */
    private String mgx(String... arguments) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NginxSite.NAME + "\n");
        Path output = folder.resolve("output");
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + hosts,
                "-Djavax.net.ssl.trustStorePassword=" + OwnCertificate.PASSWORD,
                "-Djavax.net.ssl.trustStore=" + certificate.orElseThrow().trustStore(),
                "-cp",
                ServerProcess.classPath(),
                Main.class.getName()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as(said).isEqualTo(3); // built, and not tested
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}

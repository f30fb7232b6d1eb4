package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.app.Main;
import dev.mgx.cli.Shell;
import dev.mgx.config.Setting;
import dev.mgx.json.Json;
import dev.mgx.testing.Nginx;
import dev.mgx.testing.OwnCertificate;
import dev.mgx.testing.SharedFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What works through a proxy as it does without: everything. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyContract {
    private static final Pattern PARTS = Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"");

    private final NginxSite site;

    private final List<AutoCloseable> open = new ArrayList<>();
    private URI page = URI.create("http://none/");
    private Path folder = Path.of("none");
    private LiveServer server;
    private PageVisitor visitor;
    private OwnCertificate certificate;

    @SuppressWarnings("NullAway.Init") // they are there before all tests
    ProxyContract(NginxSite site) {
        this.site = site;
    }

    @BeforeAll
    void start() throws Exception {
        Nginx.assumeInstalled();
        folder = opened(new SharedFolder("mgx-nginx")).path();
        certificate = OwnCertificate.make(folder, NginxSite.NAME);
        int port = Nginx.freePort();
        page = URI.create(site.url(port));
        server = opened(new LiveServer(
                folder.resolve("data"),
                Map.of(
                        Setting.MGX_PUBLIC_URL, page.toString(),
                        Setting.MGX_TRUSTED_PROXIES, "127.0.0.1",
                        Setting.MGX_SANDBOX, "off")));
        Path home = Files.createDirectory(folder.resolve("nginx"));
        opened(Nginx.start(home, site.http(port, server.address().getPort(), home, certificate)));
        visitor = opened(new PageVisitor(page, Optional.of(certificate), password()));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private Map<String, String> password() {
        byte[] pair = (NginxSite.USER + ":" + NginxSite.PASSWORD).getBytes(StandardCharsets.UTF_8);
        return site.asksForAPassword()
                ? Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                : Map.of();
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void thePageAndItsDescriptionAreLoadedWithTheirScripts() throws Exception {
        for (String document : List.of("./", "docs")) {
            HttpResponse<String> shown = visitor.open(document);
            assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
            List<String> parts = PARTS.matcher(shown.body())
                    .results()
                    .map((MatchResult part) -> part.group(1))
                    .toList();
            if (shown.body().contains("<script")) { // there is none where the program was built without its page
                assertThat(parts).anyMatch(part -> part.endsWith(".js")).anyMatch(part -> part.endsWith(".css"));
            }
            for (String part : parts) {
                HttpResponse<String> loaded = visitor.load(part);
                assertThat(loaded.statusCode())
                        .as("%s: %s", part, loaded.body())
                        .isEqualTo(200);
            }
        }
        assertThat(visitor.read("openapi.json").body()).contains("\"/api/tasks\"");
    }

    @Test
    void aSlashTooManyLeadsToTheDocument() throws Exception {
        HttpResponse<String> docs = visitor.open("docs/");
        assertThat(docs.statusCode()).isEqualTo(307);
        assertThat(page.resolve(docs.headers().firstValue("Location").orElse("")))
                .isEqualTo(page.resolve("docs"));
    }

    @Test
    void aTaskIsMadeAndFoundWhereItsLocationSays() throws Exception {
        HttpResponse<String> made = visitor.post(visitor.origin(), "api/tasks", "{\"input_prompt\":\"A quiz\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String there =
                page.resolve(made.headers().firstValue("Location").orElse("")).toString();
        assertThat(there).startsWith(page + "api/tasks/");
        assertThat(visitor.read(there).body()).contains("A quiz");
        JsonNode about = Json.readTree(visitor.read("./").body());
        assertThat(visitor.open(about.path("docs").asString()).statusCode()).isEqualTo(200);
    }

    @Test
    void eventsComeAtOnceAndToTheEnd() throws Exception {
        Map<String, @Nullable Object> task =
                Map.of("input_prompt", "A quiz", "options", Map.of("require_plan_approval", true));
        String id = server.post("/api/tasks", task).body().path("id").asString();
        server.post("/api/tasks/" + id + "/run", Map.of());
        try (BufferedReader lines = visitor.stream("api/tasks/%s/events/stream?version=2".formatted(id))) {
            awaitLine(lines, "event: APPROVAL_REQUEST"); // after which nothing comes, to take it along
            server.post("/api/tasks/" + id + "/approval", Map.of("approved", true));
            awaitLine(lines, "event: TASK_COMPLETE");
            assertThat(lines.readLine()).startsWith("data: {");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isNull();
        }
    }

    private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
        String line = lines.readLine();
        while (!wanted.equals(line)) {
            assertThat(line).as("more, up to " + wanted).isNotNull();
            line = lines.readLine();
        }
    }

    @Test
    void aWebSocketIsLiveToTheEndOfARun() throws Exception {
        String id = server.create("Build a todo app");
        WatchingClient watcher = visitor.watch("ws/tasks/%s?version=2".formatted(id));
        assertThat(watcher.awaitClose()).isEqualTo(1000);
        assertThat(watcher.states().getLast().path("status").asString()).isEqualTo("SUCCEEDED");
        long last = server.get("/api/tasks/" + id + "/state")
                .body()
                .path("last_event_id")
                .asLong();
        assertThat(watcher.events()).hasSize(Math.toIntExact(last));
    }

    @Test
    void theCommandLineBuildsSomethingThere() throws Exception {
        String user = NginxSite.USER + ":" + URLEncoder.encode(NginxSite.PASSWORD, StandardCharsets.UTF_8) + "@";
        String url = site.asksForAPassword() ? page.toString().replace("://", "://" + user) : page.toString();
        Path out = folder.resolve("project");
        String said = mgx("run", "--server", url, "--out", out.toString(), "Build a todo app");
        assertThat(said)
                .contains("Using the server at " + page.toString().replaceFirst("/$", ""), "Not tested")
                .doesNotContain(NginxSite.PASSWORD, "pa%2Fs%40word");
        assertThat(out.resolve("Todo.java")).isRegularFile();
        if (page.getScheme().equals("https")) { // this process does not know the certificate
            assertThat(new Shell(folder, Map.of()).mgx("tasks", "--server", url).err())
                    .contains("Java does not trust it")
                    .doesNotContain(NginxSite.PASSWORD, "pa%2Fs%40word");
        }
    }

    @Test
    void anotherPageAndAnotherNameAreRefused() throws Exception {
        HttpResponse<String> foreign =
                visitor.post("https://evil.example", "api/tasks", "{\"input_prompt\":\"A quiz\"}");
        assertThat(foreign.statusCode()).isEqualTo(403);
        if (site.tellsTheName() && !site.asksForAPassword()) { // whose certificate has no other name
            URI lured = URI.create(page.toString().replace(NginxSite.NAME, "evil.example"));
            try (PageVisitor victim = new PageVisitor(lured, Optional.empty(), Map.of())) {
                assertThat(victim.open("./").statusCode()).isEqualTo(403);
            }
        }
    }

    /** Runs a command as on a machine that knows the proxy's certificate; returns all that it prints. */
    private String mgx(String... arguments) throws Exception {
        Path output = folder.resolve("output");
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStorePassword=" + OwnCertificate.PASSWORD,
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
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

package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.repository.ClosedSystem;
import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.GitHosts;
import dev.mgx.task.Task;
import dev.mgx.testing.Await;
import dev.mgx.testing.GitServer;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.OwnCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A task whose existing project is named by its address, from the request to the patch. */
@Timeout(60)
class FetchedSourceTest {
    private static final String NAME = "mgx.example.com";
    private static final String TOKEN = "token-of-the-operator";

    @TempDir
    static Path folder;

    private static Git git;
    private static RevCommit first;
    private static OwnCertificate certificate;
    private static GitServer hosts;
    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        certificate = OwnCertificate.make(folder, NAME);
        ClosedSystem.repository(folder, folder);
        git = Git.init()
                .setDirectory(folder.resolve("shop").toFile())
                .setInitialBranch("main")
                .call();
        Files.writeString(folder.resolve("shop/price.sh"), "echo 1\n");
        Files.writeString(folder.resolve("shop/mgx.json"), "{}");
        git.add().addFilepattern(".").call();
        first = git.commit()
                .setMessage("The first")
                .setAuthor("Somebody", "somebody@example.org")
                .setCommitter("Somebody", "somebody@example.org")
                .setSign(false)
                .call();
        hosts = new GitServer(folder);
        hosts.has("/shop.git", git.getRepository());
        GitWiring wiring = new GitWiring(settings(certificate, credentials("credentials", "rw-------")));
        served = new Served(folder.resolve("data"), wiring.fetching(new Pricing())::run, options(wiring.hosts()));
    }

    private static Path credentials(String name, String permissions) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "https://ada:%s@%s:%d\n".formatted(TOKEN, NAME, hosts.port()));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static Settings settings(OwnCertificate certificate, Path credentials) {
        return Settings.read(
                Map.of(),
                Map.of(
                        "MGX_GIT_HOSTS",
                        "git.example.com, %s:%d".formatted(NAME, hosts.port()),
                        "MGX_GIT_CREDENTIALS",
                        credentials.toString(),
                        "MGX_CA_FILE",
                        certificate.certificate().toString(),
                        "MGX_DATA_DIR",
                        folder.resolve("data").toString()),
                SettingsFile.NONE);
    }

    private static ServerOptions options(GitHosts allowed) {
        HttpLimits quick = Served.QUICK.http();
        return new ServerOptions(
                "127.0.0.1",
                0,
                new HttpLimits(
                        quick.maxBodyBytes(),
                        quick.maxHeaderBytes(),
                        quick.headTimeout(),
                        quick.bodyTimeout(),
                        quick.writeTimeout(),
                        new HttpLimits.Uploads(200_000, 5, allowed)),
                Served.QUICK.webSocket(),
                Served.QUICK.intake(),
                Served.QUICK.origins(),
                Served.QUICK.monotonic());
    }

    @AfterAll
    static void close() throws Exception {
        served.close();
        hosts.close();
        git.close();
    }

    private static Path work() {
        return folder.resolve("data/fetch");
    }

    /** Changes one file, and says which ones there were. */
    private static final class Pricing implements Workflow {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of("simulated", true);
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            run.step("change", String.class, step -> {
                String found = String.join(",", new TreeSet<>(run.files().keySet()));
                step.save(new ArtifactDraft("price.sh", "echo 2 # " + found + "\n", AgentRole.ENGINEER));
                return found;
            });
            return Served.done("Changed");
        }
    }

    private static String url(String path) {
        return "https://%s:%d%s".formatted(NAME, hosts.port(), path);
    }

    private static HttpResponse<String> create(String source) throws Exception {
        return served.send(
                "POST",
                "/api/tasks",
                Json.write(Map.of("input_prompt", "Mend it", "options", Map.of("source", source), "run", true)));
    }

    private static String started(String source) throws Exception {
        HttpResponse<String> created = create(source);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return Json.readTree(created.body()).path("id").asString();
    }

    private static JsonNode over(String id, int run) throws Exception {
        Await.until(() -> served.store().tasks().state(id).orElseThrow().run() == run
                && served.store().tasks().state(id).orElseThrow().status().terminal());
        return Json.readTree(served.get("/api/tasks/%s/state".formatted(id)).body());
    }

    private static String told(String id) {
        return Json.write(Invariants.check(served.store(), id));
    }

    private static void assertNothingIsLeft() throws Exception {
        try (Stream<Path> left = Files.list(work())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aRepositoryIsFetchedOnceChangedAndGivenAsAPatch() throws Exception {
        String id = started(url("/shop.git#main"));
        assertThat(over(id, 1).path("status").asString()).isEqualTo("SUCCEEDED");
        String path = "/api/tasks/" + id;
        assertThat(told(id))
                .contains(
                        "Fetching %s at main".formatted(url("/shop.git")),
                        "1 file of branch main at commit " + first.abbreviate(7).name(),
                        "mgx.json is left out");
        assertThat(Json.readMap(served.get(path + "/source").body()))
                .containsEntry("commit", first.name())
                .containsEntry("files", 1);
        assertThat(served.get(path + "/patch").body()).contains("-echo 1", "+echo 2 # price.sh");
        assertThat(served.get(path + "/commits").body()).contains(first.name());
        assertNothingIsLeft();

        int asked = hosts.requests().size();
        hosts.answers("/shop.git", GitServer.status(500, "", ""));
        try {
            assertThat(served.send("POST", path + "/run", "{}").statusCode()).isLessThan(300);
            assertThat(over(id, 2).path("status").asString()).isEqualTo("SUCCEEDED");
            assertThat(hosts.requests()).hasSize(asked);
            assertThat(served.get(path + "/patch").body()).contains("-echo 1", "+echo 2 # price.sh");
        } finally {
            hosts.answersAgain("/shop.git");
        }
    }

    @Test
    void aFailureIsSaidAndTheNextRunFetches() throws Exception {
        hosts.answers("/later.git", GitServer.status(503, "", ""));
        String id = started(url("/later.git"));
        JsonNode failed = over(id, 1);
        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error_type").asString()).isEqualTo("internal");
        assertThat(failed.path("error_message").asString()).contains("answered with HTTP status 503", "try again");
        assertThat(served.get("/api/tasks/" + id + "/source").statusCode()).isEqualTo(404);

        hosts.answersAgain("/later.git");
        hosts.has("/later.git", git.getRepository());
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", "{\"resume\":true}")
                        .statusCode())
                .isLessThan(300);
        assertThat(over(id, 2).path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(served.get("/api/artifacts/" + id).body()).contains("price.sh");
    }

    @Test
    void aStopEndsTheFetch() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        hosts.answers("/slow.git", request -> {
            asked.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String id = started(url("/slow.git"));
        asked.await();

        HttpResponse<String> stopped = served.send("POST", "/api/tasks/" + id + "/stop", null);

        assertThat(stopped.statusCode()).as(stopped.body()).isLessThan(300);
        assertThat(over(id, 1).path("status").asString()).isEqualTo("CANCELLED");
        Await.until(() -> {
            try (Stream<Path> left = Files.list(work())) {
                return left.findAny().isEmpty();
            }
        });
        over.countDown();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/shop.git, MGX_GIT_HOSTS",
        "https://mgx.example.com/shop.git, MGX_GIT_HOSTS",
        "http://mgx.example.com/shop.git, https://",
        "git@mgx.example.com:shop.git, https://",
        "https://ada:secret@mgx.example.com/shop.git, MGX_GIT_CREDENTIALS",
        "https://mgx.example.com/shop.git?x, must have no query",
    })
    void anAddressThatIsNotTakenIsRefusedAtOnce(String source, String words) throws Exception {
        HttpResponse<String> refused = create(source);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("options.source", words).doesNotContain("secret");
    }

    @Test
    void theTokenGoesToTheHostAndStandsNowhereElse() throws Exception {
        hosts.answers("/private.git", request -> {
            if (request.getRequestHeaders().getFirst("Authorization") == null) {
                GitServer.status(401, "", "").to(request);
            } else {
                GitServer.serve(git.getRepository(), request);
            }
        });

        String id = started(url("/private.git"));

        assertThat(over(id, 1).path("status").asString()).isEqualTo("SUCCEEDED");
        for (String text : List.of(told(id), served.get("/api/tasks/" + id).body())) {
            assertThat(text).contains("/private.git").doesNotContain(TOKEN);
        }
    }

    @Test
    void aServerDoesNotStartWithCredentialsThatOthersCanRead() throws Exception {
        Settings open = settings(certificate, credentials("open", "rw-r-----"));

        assertThatThrownBy(() -> new GitWiring(open).fetching(new Pricing()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContainingAll("MGX_GIT_CREDENTIALS", "read by other users", "chmod 600")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void aTaskThatIsFetchedTakesNoUpload() throws Exception {
        HttpResponse<String> created = served.send(
                "POST",
                "/api/tasks",
                Json.write(Map.of("input_prompt", "Mend it", "options", Map.of("source", url("/shop.git")))));
        String id = Json.readTree(created.body()).path("id").asString();

        assertThat(served.store().sources().refusal(id)).isPresent();
    }
}

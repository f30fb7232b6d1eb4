package dev.mgx.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The existing project that a task changes, as clients send it. */
@Timeout(60)
class UploadTest {
    private static final String COMMIT = "0123456789abcdef".repeat(4).substring(0, 40);
    private static final String TASK =
            "{\"input_prompt\":\"Mend it\",\"options\":{\"source\":\"upload\",\"test_command\":\"make test\"}}";

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        served = start();
    }

    private static Served start() throws Exception {
        HttpLimits quick = Served.QUICK.http();
        HttpLimits small = new HttpLimits(
                quick.maxBodyBytes(),
                quick.maxHeaderBytes(),
                quick.headTimeout(),
                quick.bodyTimeout(),
                quick.writeTimeout(),
                new HttpLimits.Uploads(200_000, 5));
        ServerOptions options = new ServerOptions(
                "127.0.0.1",
                0,
                small,
                Served.QUICK.webSocket(),
                Served.QUICK.intake(),
                Served.QUICK.origins(),
                Served.QUICK.monotonic());
        return new Served(
                folder,
                run -> {
                    run.step("change", String.class, step -> {
                        String before =
                                String.join(",", new TreeSet<>(run.sourceFiles().keySet()));
                        step.save(new ArtifactDraft(
                                "seen", before + run.sourceBinaries().keySet(), AgentRole.ENGINEER));
                        return "done";
                    });
                    return Served.done("Mended");
                },
                options);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    private static String create() throws Exception {
        return Json.readTree(served.send("POST", "/api/tasks", TASK).body())
                .path("id")
                .asString();
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.endsWith(".bin") ? new byte[] {0} : name.getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static HttpResponse<String> put(String id, String query, String type, byte[] body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d/api/tasks/%s/source%s".formatted(served.port(), id, query));
        return served.send(
                HttpRequest.newBuilder(uri).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(body)));
    }

    private static HttpResponse<String> put(String id, byte[] body) throws Exception {
        return put(id, "?commit=" + COMMIT, "application/zip", body);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String type, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("/problems/" + type, words);
    }

    @Test
    void aTaskWorksOnTheProjectThatWasSentAndItIsThereAfterARestart() throws Exception {
        String id = create();
        String path = "/api/tasks/" + id;
        assertRefused(served.get(path + "/source"), 404, "source-not-found", "no existing project");
        assertRefused(
                served.send("POST", path + "/run", null), 409, "source-missing", "PUT /api/tasks/" + id + "/source");

        HttpResponse<String> stored = put(id, zip("src/a.js", "logo.bin", ".git/config"));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        assertThat(Json.readMap(stored.body()))
                .containsEntry("task_id", id)
                .containsEntry("commit", COMMIT)
                .containsEntry("files", 2)
                .containsEntry("bytes", 9);
        assertThat(stored.body()).contains(".git/config is left out");
        assertThat(served.get(path).body()).contains("\"status\":\"PENDING\"");

        served.close();
        served = start();
        assertThat(served.get(path + "/source").body()).isEqualTo(stored.body());
        assertThat(served.get("/api/artifacts/" + id).body()).contains("src/a.js", "\"agent_role\":null");
        TestWatcher.connect(served, id, "").awaitClose();
        assertThat(served.get("/api/artifacts/" + id + "/seen").body()).contains("src/a.js[logo.bin]");
        assertRefused(put(id, zip("b")), 409, "source-too-late", "has been started");
    }

    @Test
    void aWatcherOfATaskWithoutItsProjectIsToldAndStaysAndTheTaskIsPending() throws Exception {
        String id = create();
        TestWatcher watcher = TestWatcher.connect(served, id, "");
        assertThat(String.valueOf(watcher.await("error", 1))).contains("PUT /api/tasks/" + id + "/source");
        assertThat(served.get("/api/tasks/" + id).body()).contains("\"status\":\"PENDING\"");
        assertThat(put(id, zip("a")).statusCode()).isEqualTo(200);
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", null).statusCode())
                .isEqualTo(202);
        assertThat(String.valueOf(watcher.awaitClose())).contains("SUCCEEDED");

        String atOnce = TASK.replaceFirst("\\{", "{\"run\":true,");
        assertRefused(served.send("POST", "/api/tasks", atOnce), 409, "source-missing", "not come yet");
    }

    @Test
    void whatCannotBeTakenIsRefusedAndNothingIsStored() throws Exception {
        String id = create();
        byte[] good = zip("a");
        assertRefused(put(id, "", "application/json", good), 415, "unsupported-media-type", "application/zip");
        assertRefused(put(id, "?commit=HEAD", "application/zip", good), 422, "invalid-fields", "40 or 64");
        assertRefused(put(id, "no zip".getBytes(UTF_8)), 422, "source-unusable", "cannot be read");
        assertRefused(put(id, zip("../a")), 422, "source-unusable", "leads out");
        assertRefused(put(id, zip("1", "2", "3", "4", "5", "6")), 413, "source-too-large", "5 files");
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        assertRefused(put(id, large), 413, "source-too-large", "200,000 bytes");
        assertRefused(served.get("/api/tasks/" + id + "/source"), 404, "source-not-found", "");
        assertThat(served.get("/api/artifacts/" + id).body()).contains("\"total\":0");

        assertRefused(put("nobody", good), 404, "task-not-found", "nobody");
        assertRefused(put(served.create(), good), 409, "source-not-wanted", "upload");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"source":"https://example.org/x.git"}            | options.source       | can only be upload here, no URL
            {"source":"upload\\n"}                             | options.source       | can only be upload
            {"test_command":"make test"}                       | options.test_command | has none
            {"source":"upload","test_command":"a\\nb"}         | options.test_command | one line
            {"source":"upload","test_command":" "}             | options.test_command | one line
            {"source":"upload","test_command":""}              | options.test_command | empty
            """)
    void optionsThatDoNotGoTogetherAreRefusedByName(String options, String field, String words) throws Exception {
        HttpResponse<String> answer =
                served.send("POST", "/api/tasks", "{\"input_prompt\":\"x\",\"options\":" + options + "}");
        assertRefused(answer, 422, "invalid-fields", words);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void aFurtherRunMayChangeTheTestCommandAndNotTheSource() throws Exception {
        String id = create();
        assertThat(put(id, zip("a")).statusCode()).isEqualTo(200);
        String run = "/api/tasks/" + id + "/run";
        assertRefused(
                served.send("POST", run, "{\"options\":{\"source\":\"upload\"}}"),
                422,
                "invalid-fields",
                "not by a run");
        assertThat(served.send("POST", run, "{\"options\":{\"test_command\":\"make check\"}}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(served.get("/api/tasks/" + id).body()).contains("\"source\":\"upload\"", "make check");
        assertRefused(
                served.send("POST", "/api/tasks/" + served.create() + "/run", "{\"options\":{\"test_command\":\"x\"}}"),
                422,
                "invalid-fields",
                "has none");
    }
}

package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.sandbox.DisabledSandbox;
import dev.mgx.server.preview.PreviewOptions;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.service.ServiceLimits;
import dev.mgx.service.ServiceProgram;
import dev.mgx.service.ServicePrograms;
import dev.mgx.service.Services;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.time.MonotonicClock;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DownloadTest {
    private static final String LONG_TEXT = "zwölf ✓ 🙂\n".repeat(20_000);

    @TempDir
    static Path folder;

    private static Served served;
    private static volatile String listening = "";

    @BeforeAll
    static void start() throws Exception {
        Served.Script script = run -> {
            boolean fresh = run.request().kind() == RunRequest.Kind.FRESH;
            run.step("write", String.class, step -> {
                if (run.task().inputPrompt().equals("traps")) {
                    List.of(".git/config", "src/.vscode/tasks.json", "a\u202eb", "left-out.txt", "good.txt")
                            .forEach(path -> step.save(new ArtifactDraft(path, "x", AgentRole.ENGINEER)));
                    return "done";
                }
                step.save(
                        new ArtifactDraft("src/a b/Größe.java", fresh ? "class A {}" : LONG_TEXT, AgentRole.ENGINEER));
                if (fresh) {
                    step.save(new ArtifactDraft("README.md", "# A\n", AgentRole.ENGINEER));
                }
                return "done";
            });
            return Served.done("Written");
        };
        Services services = new Services(
                new Listening(),
                new DisabledSandbox("Nothing runs in this test."),
                new ServiceLimits(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                InstantSource.system(),
                MonotonicClock.SYSTEM);
        served = new Served(folder, script, Served.QUICK, new PreviewOptions(services, Optional.empty()));
    }

    /** One task's program listens. */
    private static final class Listening implements ServicePrograms {
        @Override
        public boolean isService(String taskId) {
            return taskId.equals(listening);
        }

        @Override
        public Optional<ServiceProgram> program(String taskId) {
            return Optional.empty();
        }

        @Override
        public boolean mayRun(String taskId) {
            return true;
        }

        @Override
        public Optional<String> containerfile(String taskId) {
            return isService(taskId) ? Optional.of("FROM node:24-slim") : Optional.empty();
        }
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String built(String title, String requirement) throws Exception {
        String body = Json.write(Map.of("title", title, "input_prompt", requirement));
        String id = String.valueOf(
                Json.readMap(served.send("POST", "/api/tasks", body).body()).get("id"));
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    private static HttpResponse<byte[]> download(String id) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(served.uri("/api/tasks/" + id + "/download"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static Map<String, String> unzipped(byte[] zip) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void ofAProgramThatListensAnImageCanBeMade() throws Exception {
        String id = built("listens", "x");
        assertThat(unzipped(download(id).body())).doesNotContainKey("Containerfile");
        listening = id;

        assertThat(unzipped(download(id).body())).containsEntry("Containerfile", "FROM node:24-slim");
    }

    @Test
    void holdsTheFilesOfTheLatestRunInTheirLatestVersions() throws Exception {
        String id = built("", "Build it");
        HttpResponse<byte[]> first = download(id);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(unzipped(first.body()))
                .containsExactly(Map.entry("README.md", "# A\n"), Map.entry("src/a b/Größe.java", "class A {}"));
        assertThat(download(built("", "Build it again")).body())
                .as("the same files give the same bytes, whichever task")
                .isEqualTo(first.body());
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(first.body()))) {
            assertThat(in.getNextEntry().getTimeLocal().getYear()).isEqualTo(1980);
        }

        served.send("POST", "/api/tasks/" + id + "/messages", "{\"content\":\"more\"}");
        TestWatcher.connect(served, id, "").awaitClose();
        assertThat(unzipped(download(id).body()))
                .containsEntry("README.md", "# A\n")
                .containsEntry("src/a b/Größe.java", LONG_TEXT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            Todo list       | x                  | Todo-list          | Todo%20list
            ``              | Build a `todo` app  | Build-a-todo-app   | Build%20a%20%60todo%60%20app
            ``              | \\n  Second line   | n-Second-line      | n%20Second%20line
            Zähler für Ümit | x                  | Zahler-fur-Umit    | Z%C3%A4hler%20f%C3%BCr%20%C3%9Cmit
            待办            | x                  | project            | %E5%BE%85%E5%8A%9E
            ../../etc       | x                  | etc                | etc
            a"b; c*d        | x                  | a-b-c-d            | a%20b%3B%20c%20d
            ...             | x                  | project            | project
            """)
    void isNamedByTheTitleOrTheRequirement(String title, String requirement, String plain, String whole)
            throws Exception {
        assertThat(download(built(title, requirement)).headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"%s.zip\"; filename*=UTF-8''%s.zip".formatted(plain, whole));
    }

    @Test
    void cutsALongNameBetweenCharacters() throws Exception {
        assertThat(download(built("🙂".repeat(100), "x")).headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"project.zip\"; filename*=UTF-8''%s.zip"
                        .formatted("%F0%9F%99%82".repeat(60)));
    }

    @Test
    void leavesOutFilesThatAnEarlierVersionTookUnderNamesThatToolsObeyAndSaysSo() throws Exception {
        String id = built("", "traps");
        Map<String, String> files = unzipped(download(id).body());
        assertThat(files).containsOnlyKeys("good.txt", "left-out.txt", "left-out-2.txt");
        assertThat(files.get("left-out-2.txt"))
                .contains("\".git/config\" cannot be a project file: \".git\" is obeyed by version control")
                .contains("\"src/.vscode/tasks.json\" cannot")
                .contains("\"a?b\" cannot");
        assertThat(served.get("/api/artifacts/" + id + "/.git/config").statusCode())
                .as("read, as a text, it does nothing")
                .isEqualTo(200);
        assertThat(served.get("/api/artifacts/" + id + "/.git/hooks").statusCode())
                .isEqualTo(400);
    }

    @Test
    void isNotThereWhereThereAreNoFiles() throws Exception {
        assertThat(served.get("/api/tasks/" + served.create() + "/download").statusCode())
                .isEqualTo(409);
        assertThat(served.get("/api/tasks/nobody/download").statusCode()).isEqualTo(404);
    }
}

package dev.mgx.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Run;
import dev.mgx.engine.Step;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Changes;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.VisualType;
import dev.mgx.testing.Await;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ProjectChangesTest {
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 0};
    private static final String LOOP = "for i in range(9):\n    print(i)\n";

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, ProjectChangesTest::run);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Mends a loop in the source and more; a follow-up changes the loop again. One that waits has written one file. */
    private static WorkflowResult run(Run run) throws InterruptedException {
        if (run.request().kind() != RunRequest.Kind.FRESH) {
            step(run, "again", step -> save(step, "src/loop.py", LOOP.replace("9", "11")));
            return Served.done("Changed");
        }
        takeOver(run.task().id(), run.number());
        step(run, "repair", step -> {
            step.conclude(told("The loop ends one too early. It shall print ten", VisualType.DEBUG));
            save(step, "src/loop.py", LOOP.replace("9", "10"));
        });
        if (run.task().inputPrompt().equals("wait")) {
            step(run, "wait", step -> new CountDownLatch(1).await());
        }
        step(run, "ask", step -> step.conclude(told("I add a test.", VisualType.MESSAGE)));
        step(run, "act", step -> {
            step.conclude(told("test.py", VisualType.CODE).file("test.py"));
            step.conclude(EventDraft.of(EventType.LOG, "python3 test.py: exit code 0"));
            step.conclude(EventDraft.of(EventType.MESSAGE, "All checks passed").execution("passed"));
            save(step, "test.py", "import loop\n");
            save(step, "mgx.json", "{}");
        });
        step(run, "nothing", step -> save(step, "README.md", "# Loop\n"));
        step(run, "rest", step -> {
            step.save("logo.png", PICTURE);
            step.remove("old.txt");
        });
        Map<String, @Nullable Object> result =
                new HashMap<>(Served.done("Mended").finalResult());
        List<String> none = List.of();
        result.put(
                "baseline",
                Map.of(
                        "command",
                        "sh tests.sh",
                        "before",
                        Map.of("passed", List.of("adds"), "failed", none, "skipped", none, "flaky", none),
                        "after",
                        Map.of("broken", none, "missing", none, "mended", none, "added", none)));
        return new WorkflowResult.Succeeded("Mended", result);
    }

    private interface Work {
        void in(Step step) throws InterruptedException;
    }

    /** A step whose end has a time of its own. */
    private static void step(Run run, String name, Work work) throws InterruptedException {
        long before = System.currentTimeMillis();
        run.step(name, String.class, step -> {
            work.in(step);
            while (System.currentTimeMillis() == before) {
                Thread.onSpinWait();
            }
            return name;
        });
    }

    private static EventDraft told(String message, VisualType visual) {
        return EventDraft.of(EventType.MESSAGE, message).by(AgentRole.ENGINEER).visual(visual);
    }

    private static void save(Step step, String path, String content) {
        step.save(new ArtifactDraft(path, content, AgentRole.ENGINEER));
    }

    /** A new task whose source has these files, and a picture. */
    private static String withSource(String requirement) {
        String id = served.store()
                .tasks()
                .create(null, requirement, TaskOptions.DEFAULT)
                .id();
        Map<String, String> files = Map.of("src/loop.py", LOOP, "README.md", "# Loop\n", "old.txt", "old\n");
        write(id, changes -> {
            files.forEach((path, content) ->
                    changes.apply(new Change.FileSaved(0, path, new ArtifactDraft(path, content, AgentRole.ENGINEER))));
            changes.apply(new Change.BinarySaved(0, "same.png", PICTURE));
        });
        return id;
    }

    private static void write(String id, Consumer<Changes> work) {
        served.store()
                .journal()
                .write(
                        id,
                        (tx, known) -> {
                            work.accept(new Changes(tx.sql(), id, Instant.now()));
                            return id;
                        },
                        WriteTimeouts.LIMITED);
    }

    /** As a run that starts from the source does it. */
    private static void takeOver(String id, int run) {
        served.store()
                .journal()
                .write(
                        id,
                        (tx, known) -> {
                            tx.sql()
                                    .update(
                                            "INSERT INTO manifest (task_id, run, path, version) SELECT task_id, ?, path, version"
                                                    + " FROM manifest WHERE task_id = ? AND run = 0 ON CONFLICT DO NOTHING",
                                            run,
                                            id);
                            return tx.sql()
                                    .update(
                                            "INSERT INTO binary_file (task_id, run, path, hash) SELECT task_id, ?, path, hash"
                                                    + " FROM binary_file WHERE task_id = ? AND run = 0 ON CONFLICT DO NOTHING",
                                            run,
                                            id);
                        },
                        WriteTimeouts.LIMITED);
    }

    private static String ran(String id) throws Exception {
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    private static JsonNode json(String id, String what) throws Exception {
        HttpResponse<String> answer = served.get("/api/tasks/" + id + "/" + what);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.readTree(answer.body());
    }

    private static List<String> messages(JsonNode commits) {
        List<String> messages = new ArrayList<>();
        commits.path("commits").forEach(commit -> {
            List<String> files = new ArrayList<>();
            commit.path("files")
                    .forEach(file -> files.add((file.path("deleted").asBoolean() ? "-" : "+")
                            + file.path("file_path").asString()));
            messages.add(commit.path("message").asString() + " " + files);
        });
        return messages;
    }

    @Test
    void showsWhatBecameOfEachFileOfTheSource() throws Exception {
        String id = withSource("mend");
        assertThat(json(id, "changes").path("files")).as("before the first run").isEmpty();
        assertThat(json(id, "changes").path("run").asInt()).isZero();
        ran(id);

        JsonNode changes = json(id, "changes");
        assertThat(changes.path("run").asInt()).isEqualTo(1);
        assertThat(changes.path("baseline").path("command").asString()).isEqualTo("sh tests.sh");
        assertThat(changes.path("commit").isNull()).isTrue();
        List<String> files = new ArrayList<>();
        changes.path("files")
                .forEach(file -> files.add("%s %s +%s -%s %s"
                        .formatted(
                                file.path("status").asString(),
                                file.path("file_path").asString(),
                                file.path("additions"),
                                file.path("deletions"),
                                file.path("note"))));
        assertThat(files)
                .containsExactly(
                        "added logo.png +0 -0 \"It is not text\"",
                        "deleted old.txt +0 -1 null",
                        "modified src/loop.py +1 -1 null",
                        "added test.py +1 -0 null");
        assertThat(changes.path("additions").asInt()).isEqualTo(2);
        assertThat(changes.path("deletions").asInt()).isEqualTo(2);
        JsonNode loop = changes.path("files").path(2);
        assertThat(loop.path("old_content").asString()).isEqualTo(LOOP);
        assertThat(loop.path("new_content").asString()).isEqualTo(LOOP.replace("9", "10"));
        assertThat(loop.path("diff").asString()).isEqualTo("""
                --- a/src/loop.py
                +++ b/src/loop.py
                @@ -1,2 +1,2 @@
                -for i in range(9):
                +for i in range(10):
                     print(i)
                """);
    }

    @Test
    void countsWhatIsTooLongToBeShownAndSaysSo() throws Exception {
        String line = "x".repeat(1023) + "\n";
        List<FileChange> changes = new ArrayList<>();
        for (int i = 10; i < 30; i++) { // 20 × 510 Ki are more than all that is shown
            changes.add(new FileChange(i + ".txt", null, new KeptFile.Text(line.repeat(510))));
        }
        changes.add(
                new FileChange("long.txt", new KeptFile.Text(line.repeat(300)), new KeptFile.Text(line.repeat(301))));

        JsonNode files = Json.readTree(
                        Json.write(ProjectChanges.document(new ProjectChanges.Subject("id", 1, null, null), changes)))
                .path("files");
        assertThat(files.path(0).path("new_content").asString()).hasSize(510 * 1024);
        assertThat(files.path(0).path("note").isNull()).isTrue();
        for (int hidden : List.of(16, 19, 20)) {
            JsonNode file = files.path(hidden);
            assertThat(file.path("note").asString()).contains("too long");
            assertThat(file.path("diff").isNull()).isTrue();
            assertThat(file.path("old_content").isNull()).isTrue();
            assertThat(file.path("new_content").isNull()).isTrue();
            assertThat(file.path("additions").asInt()).isEqualTo(hidden == 20 ? 1 : 510);
        }
    }

    @Test
    void givesThemAsAPatch() throws Exception {
        String id = ran(withSource("mend"));
        HttpResponse<String> patch = served.get("/api/tasks/" + id + "/patch");
        assertThat(patch.headers().firstValue("Content-Type")).hasValue("text/x-patch; charset=utf-8");
        assertThat(patch.body()).isEqualTo("""
                # Not in this patch, because it is not text: logo.png (added)
                diff --git a/old.txt b/old.txt
                deleted file mode 100644
                --- a/old.txt
                +++ /dev/null
                @@ -1,1 +0,0 @@
                -old
                diff --git a/src/loop.py b/src/loop.py
                --- a/src/loop.py
                +++ b/src/loop.py
                @@ -1,2 +1,2 @@
                -for i in range(9):
                +for i in range(10):
                     print(i)
                diff --git a/test.py b/test.py
                new file mode 100644
                --- /dev/null
                +++ b/test.py
                @@ -0,0 +1,1 @@
                +import loop
                """);
        URI uri = URI.create("http://127.0.0.1:%d/api/tasks/%s/patch".formatted(served.port(), id));
        String tag = patch.headers().firstValue("ETag").orElseThrow();
        assertThat(served.send(HttpRequest.newBuilder(uri).header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void tellsTheWorkAsCommitsWhichTheNextRunGoesOnFrom() throws Exception {
        String id = ran(withSource("mend"));
        JsonNode first = json(id, "commits");
        assertThat(messages(first))
                .containsExactly(
                        "The loop ends one too early [+src/loop.py]",
                        "I add a test [+test.py]",
                        "The project as the run left it [+logo.png, -old.txt]");
        JsonNode left = first.path("commits").path(2);
        assertThat(Base64.getDecoder()
                        .decode(left.path("files").path(0).path("content").asString()))
                .isEqualTo(PICTURE);
        assertThat(left.path("files").path(0).path("encoding").asString()).isEqualTo("base64");
        assertThat(left.path("files").path(1).path("content").isNull()).isTrue();
        assertThat(left.path("timestamp").asString())
                .isEqualTo(json(id, "state").path("completed_at").asString());

        served.send("POST", "/api/tasks/" + id + "/messages", "{\"content\":\"more\"}");
        ran(id);
        JsonNode second = json(id, "commits");
        assertThat(messages(second)).hasSize(4).last().isEqualTo("Write src/loop.py [+src/loop.py]");
        for (int i = 0; i < 3; i++) {
            assertThat(second.path("commits").path(i))
                    .isEqualTo(first.path("commits").path(i));
        }
    }

    @Test
    void startsAgainFromTheSource() throws Exception {
        String id = ran(withSource("mend"));
        served.send("POST", "/api/tasks/" + id + "/run", "{}");
        ran(id);
        assertThat(messages(json(id, "commits")))
                .containsExactly(
                        "The loop ends one too early [+src/loop.py]",
                        "I add a test [+test.py]",
                        "The project as the run left it [+logo.png, -old.txt]",
                        "The project as it was given [-logo.png, +old.txt, +src/loop.py, -test.py]",
                        "The loop ends one too early [+src/loop.py]",
                        "I add a test [+test.py]",
                        "The project as the run left it [+logo.png, -old.txt]");
    }

    @Test
    void hasEverythingAddedWhereTheTaskWasGivenNothing() throws Exception {
        String id = ran(served.create());
        assertThat(served.get("/api/tasks/" + id + "/patch").body())
                .contains("+++ b/README.md", "+++ b/src/loop.py", "+++ b/test.py")
                .doesNotContain("--- a/", "mgx.json");
        assertThat(messages(json(id, "commits")))
                .containsExactly(
                        "The loop ends one too early [+src/loop.py]",
                        "I add a test [+test.py]",
                        "Write README.md [+README.md]",
                        "The project as the run left it [+logo.png]");
    }

    @Test
    void aRunThatGoesOnHasNoLastCommitAndOneStoppedInTheQueueChangesNothing() throws Exception {
        String done = ran(withSource("mend"));
        HttpResponse<String> before = served.get("/api/tasks/" + done + "/commits");
        List<String> waiting = List.of(withSource("wait"), withSource("wait"));
        for (String id : waiting) {
            served.send("POST", "/api/tasks/" + id + "/run", "{}");
            Await.until(() -> !json(id, "commits").path("commits").isEmpty());
            assertThat(messages(json(id, "commits"))).containsExactly("The loop ends one too early [+src/loop.py]");
            assertThat(json(id, "changes").path("baseline").isNull()).isTrue();
        }

        served.send("POST", "/api/tasks/" + done + "/messages", "{\"content\":\"more\"}");
        served.send("POST", "/api/tasks/" + done + "/stop", "{}");
        assertThat(json(done, "state").path("run").asInt()).isEqualTo(2);
        assertThat(json(done, "changes").path("run").asInt()).isEqualTo(1);
        assertThat(json(done, "changes").path("files")).hasSize(4);
        assertThat(served.get("/api/tasks/" + done + "/commits").body()).isEqualTo(before.body());
        for (String id : waiting) {
            served.send("POST", "/api/tasks/" + id + "/stop", "{}");
        }
    }

    @Test
    void knowsNoTaskThatThereIsNot() throws Exception {
        for (String what : List.of("changes", "patch", "commits")) {
            assertThat(served.get("/api/tasks/nobody/" + what).statusCode()).isEqualTo(404);
        }
    }
}

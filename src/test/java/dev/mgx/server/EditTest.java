package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Run;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.testing.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EditTest {
    @TempDir
    static Path folder;

    /** One latch for each edit whose tests have started; those tests never end. */
    private static final Semaphore testing = new Semaphore(0);

    /** Until this an edit that is held does not begin. */
    private static final CountDownLatch held = new CountDownLatch(1);

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, EditTest::run);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Writes two files; an edit changes one, then goes on as its instruction says. */
    private static WorkflowResult run(Run run) throws InterruptedException {
        if (run.request().kind() == RunRequest.Kind.FRESH) {
            save(run, "Todo.java", "class Todo {}");
            if (!run.task().inputPrompt().contains("unfinished")) {
                save(run, "mgx.json", "{}");
            }
            return Served.done("Built");
        }
        if (run.request().input().containsKey("base")) {
            save(
                    run,
                    "Todo.java",
                    run.request().restores() + run.request().input().get("base"));
            return Served.done("Changed");
        }
        String instruction = run.request().input().getOrDefault("instruction", "");
        if (instruction.equals("fail")) {
            throw new StepFailed(ErrorType.INTERNAL, "The model had no answer");
        }
        if (instruction.equals("quick, held")) {
            run.step("hold", String.class, step -> {
                testing.release();
                held.await();
                return "let go";
            });
        }
        if (!instruction.equals("wait")) {
            save(run, "Todo.java", instruction);
        }
        if (!instruction.startsWith("quick")) {
            run.step("test", String.class, step -> {
                testing.release();
                new CountDownLatch(1).await();
                return "never";
            });
        }
        return Served.done("Changed");
    }

    private static void save(Run run, String path, String content) throws InterruptedException {
        run.step("save " + path, String.class, step -> {
            step.conclude(EventDraft.of(EventType.MESSAGE, "Changed " + path)
                    .by(AgentRole.EDITOR)
                    .file(path)
                    .diff("+" + content + "\n"));
            step.save(new ArtifactDraft(path, content, AgentRole.EDITOR));
            return path;
        });
    }

    private static String built(String requirement) throws Exception {
        String created = served.send("POST", "/api/tasks", Json.write(Map.of("input_prompt", requirement)))
                .body();
        String id = String.valueOf(Json.readMap(created).get("id"));
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    private static HttpResponse<String> edit(String id, String path, String instruction) throws Exception {
        return served.send(
                "POST",
                "/api/tasks/" + id + "/edit",
                Json.write(Map.of("file_path", path, "instruction", instruction)));
    }

    private static HttpResponse<String> editHeld(String id) throws Exception {
        String body = Json.write(Map.of("file_path", "Todo.java", "instruction", "quick, held"));
        return served.send(HttpRequest.newBuilder(served.uri("/api/tasks/" + id + "/edit"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "held")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> stop(String id) throws Exception {
        return served.send("POST", "/api/tasks/" + id + "/stop", null);
    }

    private static void awaitTesting() throws InterruptedException {
        assertThat(testing.tryAcquire(20, TimeUnit.SECONDS))
                .as("an edit tests what it changed")
                .isTrue();
    }

    @Test
    void aRetryThatComesTooEarlyIsToldWhenToAskForTheAnswer() throws Exception {
        String id = built("a todo app");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = callers.submit(() -> editHeld(id));
            awaitTesting();
            HttpResponse<String> early = editHeld(id);
            assertThat(early.statusCode()).isEqualTo(409);
            assertThat(early.body()).contains("\"type\":\"/problems/idempotency-key-in-use\"");
            assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
            held.countDown();
            HttpResponse<String> answer = first.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Await.until(() -> editHeld(id).statusCode() == 200);
            assertThat(editHeld(id).body()).isEqualTo(answer.body());
        }
        assertThat(served.get("/api/artifacts/" + id + "/Todo.java/versions").body())
                .contains("\"total\":2");
    }

    @Test
    void oneKeyOnTwoFilesIsTwoRequests() throws Exception {
        String id = built("a todo app");
        edit(id, "Todo.java", "quick");
        for (String file : List.of("Todo.java", "None.java")) {
            HttpResponse<String> answer =
                    served.send(HttpRequest.newBuilder(served.uri("/api/artifacts/" + id + "/" + file + "/restore"))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "both")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"version\":1}")));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(file.equals("Todo.java") ? 201 : 404);
            Await.until(() -> served.get("/api/tasks/" + id).body().contains("\"SUCCEEDED\""));
        }
    }

    @Test
    void answersWithWhatWasJournaledWhileTheRunGoesOn() throws Exception {
        String id = built("a todo app");
        HttpResponse<String> answer = edit(id, "Todo.java", "slow");
        Map<String, @Nullable Object> edited = Json.readMap(answer.body());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(edited)
                .containsEntry("success", true)
                .containsEntry("message", "Changed Todo.java")
                .containsEntry("file_path", "Todo.java")
                .containsEntry("old_version", 1)
                .containsEntry("new_version", 2)
                .containsEntry("diff", "+slow\n");
        Map<String, @Nullable Object> file =
                Json.readMap(served.get("/api/artifacts/" + id + "/Todo.java").body());
        assertThat(file)
                .containsEntry("version", 2)
                .containsEntry("artifact_id", edited.get("artifact_id"))
                .containsEntry("content", "slow");
        assertThat(served.get("/api/tasks/" + id + "/state").body()).contains("\"RUNNING\"", "\"run\":2");
        assertThat(edit(id, "Todo.java", "quick").statusCode()).isEqualTo(409);
        awaitTesting();
        assertThat(stop(id).statusCode()).isEqualTo(200);
    }

    @Test
    void changesOrRestoresAnEarlierVersion() throws Exception {
        String id = built("a todo app");
        assertThat(edit(id, "Todo.java", "quick").statusCode()).isEqualTo(200);
        awaitStatus(id);
        HttpResponse<String> edited = served.send(
                "POST",
                "/api/tasks/" + id + "/edit",
                "{\"file_path\": \"Todo.java\", \"instruction\": \"more\", \"version\": 1}");
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        awaitStatus(id);
        HttpResponse<String> restored = restore(id, "Todo.java", 2);

        assertThat(restored.statusCode()).as(restored.body()).isEqualTo(201);
        assertThat(Json.readMap(restored.body()))
                .containsEntry("old_version", 3)
                .containsEntry("new_version", 4);
        assertThat(served.get("/api/artifacts/" + id + "/Todo.java?version=3").body())
                .contains("falseclass Todo {}");
        assertThat(served.get("/api/artifacts/" + id + "/Todo.java").body()).contains("truequick");
        awaitStatus(id);
        assertThat(restore(id, "Todo.java", 9).body()).contains("no file Todo.java in that version");
        assertThat(restore(id, "None.java", 1).statusCode()).isEqualTo(404);
        assertThat(restore(id, "mgx.json", 1).statusCode()).isEqualTo(422);
    }

    private static HttpResponse<String> restore(String id, String path, int version) throws Exception {
        return served.send(
                "POST", "/api/artifacts/%s/%s/restore".formatted(id, path), Json.write(Map.of("version", version)));
    }

    private static void awaitStatus(String id) throws Exception {
        TestWatcher.connect(served, id, "").awaitClose();
    }

    @Test
    void saysInTheEventsWhatAPersonWanted() throws Exception {
        String id = built("a todo app");
        assertThat(edit(id, "Todo.java", "quick").statusCode()).isEqualTo(200);

        assertThat(served.get("/api/tasks/" + id + "/events").body())
                .contains("\"event_type\":\"USER_MESSAGE\",\"payload\":{\"message\":\"quick\"");
    }

    @Test
    void ofManyEditsAtOnceEachGetsItsOwnChangeOrIsToldThatAnotherIsAtWork() throws Exception {
        String id = built("a todo app");
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> edits = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                edits.add(clients.submit(() -> {
                    begin.await();
                    return edit(id, "Todo.java", "quick");
                }));
            }
            begin.countDown();
        }
        List<@Nullable Object> versions = new ArrayList<>();
        for (Future<HttpResponse<String>> edit : edits) {
            assertThat(edit.get().statusCode()).isIn(200, 409);
            if (edit.get().statusCode() == 200) {
                versions.add(Json.readMap(edit.get().body()).get("new_version"));
            }
        }
        assertThat(versions).isNotEmpty().doesNotHaveDuplicates();
        assertThat(served.get("/api/artifacts/" + id + "/Todo.java/versions").body())
                .contains("\"total\":" + (versions.size() + 1));
    }

    @Test
    void saysWhyWhenTheTeamFails() throws Exception {
        String id = built("a todo app");
        HttpResponse<String> answer = edit(id, "Todo.java", "fail");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Json.readMap(answer.body()))
                .containsEntry("success", false)
                .containsEntry("message", "The model had no answer")
                .containsEntry("detail", "Todo.java was not changed: The model had no answer");
    }

    @Test
    void isAnsweredWhenThePersonStopsTheRun() throws Exception {
        String id = built("a todo app");
        try (ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> waiting = client.submit(() -> edit(id, "Todo.java", "wait"));
            awaitTesting();
            assertThat(stop(id).statusCode()).isEqualTo(200);

            HttpResponse<String> answer = waiting.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            assertThat(answer.body()).contains("\"success\":false", "Task was stopped");
        }
    }

    @Test
    void isAnsweredWhenTheTaskIsDeletedAndLetsItsCursorGo() throws Exception {
        String id = built("a todo app");
        try (ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> waiting = client.submit(() -> edit(id, "Todo.java", "wait"));
            awaitTesting();
            assertThat(served.send("DELETE", "/api/tasks/" + id, null).statusCode())
                    .isEqualTo(204);

            // It has seen the preceding stop, or only that the task was deleted.
            assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isIn(404, 409);
        }
        Await.until(() -> served.streams().watchers() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a todo app   | Other.java        | 404 | no file Other.java
            a todo app   | mgx.json          | 422 | maintained by the team
            a todo app   | ../Todo.java      | 422 | cannot be a project file
            a todo app   | /etc/passwd       | 422 | not relative
            a todo app   | .git/config       | 422 | obeyed by version control
            a todo app   | .ENVRC            | 422 | obeyed by a shell
            unfinished   | Todo.java         | 409 | no finished project
            """)
    void refusesAtTheDoorWhatCannotBeEdited(String requirement, String path, int status, String why) throws Exception {
        String id = built(requirement);
        HttpResponse<String> answer = edit(id, path, "quick");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
        assertThat(served.get("/api/tasks/" + id + "/state").body()).contains("\"run\":1,");
    }

    @Test
    void refusesATaskThatHasNotRun() throws Exception {
        assertThat(edit(served.create(), "Todo.java", "quick").statusCode()).isEqualTo(409);
        assertThat(edit("nobody", "Todo.java", "quick").statusCode()).isEqualTo(404);
    }
}

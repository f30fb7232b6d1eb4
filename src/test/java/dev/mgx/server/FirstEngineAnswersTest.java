package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fields that clients of the first engine read in responses and events; and what a new run starts from. */
@Timeout(60)
class FirstEngineAnswersTest {
    @TempDir
    static Path folder;

    private static Served served;

    /** An agent step that emits a message; if the requirement is "wait" it waits until it is stopped. */
    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder.resolve("served"), run -> {
            run.step("write", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Writing").by(AgentRole.ENGINEER));
                step.emit(EventDraft.of(EventType.MESSAGE_DELTA, "a piece").by(AgentRole.ENGINEER));
                step.emit(EventDraft.of(EventType.MESSAGE, "the whole").by(AgentRole.ENGINEER));
                step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, "Written").by(AgentRole.ENGINEER));
                return "done";
            });
            if (run.task().inputPrompt().equals("wait")) {
                run.step("wait", String.class, step -> {
                    new CountDownLatch(1).await();
                    return "never";
                });
            }
            return Served.done("Written");
        });
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String built() throws Exception {
        String id = served.create();
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    @Test
    void saysOfARunAndAStopWhatTheFirstEngineSaid() throws Exception {
        String id = String.valueOf(Json.readMap(served.send("POST", "/api/tasks", "{\"input_prompt\":\"wait\"}")
                        .body())
                .get("id"));
        String run = "/api/tasks/" + id + "/run";
        assertThat(Json.readMap(served.send("POST", run, null).body()))
                .containsEntry("message", "Task execution started")
                .containsEntry("task_id", id)
                .containsEntry("status", "accepted");
        assertThat(Json.readMap(served.send("POST", run, null).body()))
                .containsEntry("message", "Task execution started")
                .containsEntry("status", "already_running");
        HttpResponse<String> stopped = served.send("POST", "/api/tasks/" + id + "/stop", null);
        assertThat(Json.readMap(stopped.body()))
                .containsEntry("message", "Task " + id + " stopped")
                .containsEntry("task_id", id);
    }

    @Test
    void payloadsHaveTheKeysThatTheFirstEnginesHad() throws Exception {
        String id = built();
        List<?> events = (List<?>) Json.readMap(
                        served.get("/api/tasks/" + id + "/events?version=2").body())
                .get("events");
        Map<String, Map<?, ?>> byType = new HashMap<>();
        for (Object each : Objects.requireNonNull(events)) {
            Map<?, ?> event = (Map<?, ?>) each;
            Map<?, ?> payload = (Map<?, ?>) Objects.requireNonNull(event.get("payload"));
            byType.put(String.valueOf(event.get("event_type")), payload);
            if (payload.containsKey("timestamp")) {
                assertThat(Instant.parse(String.valueOf(payload.get("timestamp"))))
                        .isEqualTo(Instant.parse(String.valueOf(event.get("timestamp"))));
            }
        }
        assertThat(byType.get("TASK_START"))
                .extracting("requirement", "test_mode")
                .containsExactly("Build a todo app", true);
        assertThat(byType.get("AGENT_START")).extracting("timestamp").isNotNull();
        Map<?, ?> done = Objects.requireNonNull(byType.get("AGENT_COMPLETE"));
        assertThat(done.get("duration")).isInstanceOf(Number.class);
        assertThat(done.get("token_cost")).isInstanceOf(Number.class);
        assertThat(done.get("success")).isEqualTo(true);
        assertThat(byType.get("RESULT"))
                .extracting("result")
                .isEqualTo(Served.done("Written").finalResult());
        assertThat(byType.get("TASK_COMPLETE"))
                .extracting("result")
                .isEqualTo(Served.done("Written").finalResult());
        assertThat(byType.get("TASK_COMPLETE"))
                .extracting("metrics")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("total_duration", "cost_usd", "llm_calls");
    }

    @Test
    void everyItemOfTheTimelineIsShownAsSomething() throws Exception {
        Map<String, @Nullable Object> timeline = Json.readMap(
                served.get("/api/tasks/" + built() + "/timeline?limit=500").body());
        List<?> items = (List<?>) Objects.requireNonNull(timeline.get("items"));
        assertThat(items).hasSize(6).extracting("visual_type").containsOnly("MESSAGE");
        assertThat(items).extracting("group_key").containsOnly("SYSTEM_MESSAGE", "Engineer_MESSAGE");
        assertThat(served.get("/api/tasks/" + served.create() + "/timeline?limit=501")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void theListOfTasksIsTheSameWithASlash() throws Exception {
        HttpResponse<String> made = served.send("POST", "/api/tasks/", "{\"input_prompt\":\"Build it\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(served.get("/api/tasks/?page_size=1").body()).contains("Build it", "\"page_size\":1");
        HttpResponse<String> nothing = served.send("DELETE", "/api/tasks/", null);
        assertThat(nothing.statusCode()).isEqualTo(405);
        assertThat(nothing.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(served.send("OPTIONS", "/api/tasks/", null).headers().firstValue("Allow"))
                .hasValue("GET, POST");
    }

    @Test
    void aNewRunStartsFromNothingUnlessItIsToldToStartFromTheLatestFiles() throws Exception {
        Served.Script script = run -> {
            run.step("write", String.class, step -> {
                step.save(new ArtifactDraft("run-" + run.number(), "", AgentRole.ENGINEER));
                return "done";
            });
            return Served.done("Written");
        };
        try (Served other = new Served(folder, script)) {
            String id = other.create();
            for (String body : List.of("{}", "{\"from\":\"latest\"}", "{\"from\":null}")) {
                assertThat(other.send("POST", "/api/tasks/" + id + "/run", body).statusCode())
                        .isEqualTo(202);
                TestWatcher.connect(other, id, "").awaitClose();
            }
            assertThat(other.store().artifacts().manifest(id, 2)).containsOnlyKeys("run-1", "run-2");
            assertThat(other.store().artifacts().manifest(id, 3)).containsOnlyKeys("run-3");
        }
    }
}

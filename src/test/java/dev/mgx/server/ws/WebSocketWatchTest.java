package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.http.MessageSchemas;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import dev.mgx.testing.CapturedLog;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("websocket")
@Timeout(60)
class WebSocketWatchTest {
    @TempDir
    static Path folder;

    /** The latch that the runs of the current test wait for. */
    private static final AtomicReference<CountDownLatch> GATE = new AtomicReference<>(new CountDownLatch(0));

    private static final AtomicInteger RUNS = new AtomicInteger();

    private static Served served;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<TestWatcher> connected = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        served = serve(folder);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Emits some events, waits for the gate, emits some more: sixteen in all. */
    private static Served serve(Path folder) throws InterruptedException {
        return new Served(folder, run -> {
            RUNS.incrementAndGet();
            CountDownLatch gate = Objects.requireNonNull(GATE.get());
            run.step("first", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Working")
                        .by(AgentRole.ENGINEER)
                        .with("progress", 0.3));
                step.emit(logs(6));
                return "";
            });
            run.step("second", String.class, step -> {
                gate.await();
                step.emit(logs(6));
                return "";
            });
            return Served.done("Built");
        });
    }

    @BeforeEach
    void begin() {
        GATE.set(gate);
        RUNS.set(0);
    }

    @AfterEach
    void leaveNobody() throws Exception {
        gate.countDown();
        connected.forEach(TestWatcher::abort);
        Await.until(() -> served.server().watchers() == 0 && served.streams().watchers() == 0);
    }

    private TestWatcher connect(String id, String query) throws Exception {
        TestWatcher watcher = TestWatcher.connect(served, id, query);
        connected.add(watcher);
        return watcher;
    }

    private static List<EventDraft> logs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> EventDraft.of(EventType.LOG, "line " + i + " é😀"))
                .toList();
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void startsAPendingTaskAndDeliversItToTheEnd() throws Exception {
        String id = served.create();
        TestWatcher watcher = connect(id, "");
        watcher.await("event", 8);
        gate.countDown();
        watcher.awaitClose();

        assertThat(watcher.types()).startsWith("connected", "state").endsWith("state");
        assertThat(watcher.of("connected"))
                .containsExactly(watcher.of("connected").getFirst());
        assertThat(watcher.of("connected").getFirst())
                .containsEntry("task_id", id)
                .containsEntry("last_event_id", 0);
        assertThat(watcher.of("state").getFirst()).containsEntry("status", "PENDING");
        assertThat(watcher.of("state").getLast()).containsEntry("status", "SUCCEEDED");
        assertThat(watcher.of("state")).filteredOn("status", "SUCCEEDED").hasSize(1);
        assertThat(watcher.eventIds()).isEqualTo(upTo(16));
        assertThat(watcher.code()).isEqualTo(1000);
        assertThat(watcher.reason()).isEqualTo("Task completed");
    }

    @Test
    void givesATaskThatIsOverWithOneStateAtTheEnd() throws Exception {
        gate.countDown();
        String id = served.create();
        connect(id, "").awaitClose();
        TestWatcher again = connect(id, "");
        again.awaitClose();

        assertThat(again.types()).startsWith("connected", "event").endsWith("event", "state");
        assertThat(again.of("state")).hasSize(1);
        assertThat(again.eventIds()).isEqualTo(upTo(16));
        assertThat(again.code()).isEqualTo(1000);
        assertThat(RUNS).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"0,16", "1,15", "15,1", "16,0", "17,0", "9223372036854775807,0"})
    void deliversOnlyWhatComesAfterAPosition(long since, int count) throws Exception {
        gate.countDown();
        String id = served.create();
        connect(id, "").awaitClose();
        TestWatcher watcher = connect(id, "?since_event_id=" + since);
        watcher.awaitClose();

        assertThat(watcher.eventIds()).isEqualTo(upTo(16).subList(16 - count, 16));
        assertThat(watcher.code()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "", "+1", "99999999999999999999"})
    void refusesAPositionThatIsNoneAtTheHandshake(String since) throws Exception {
        assertThatThrownBy(() -> connect(served.create(), "?since_event_id=" + since))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(422));
        assertThat(RUNS).hasValue(0);
    }

    @Test
    void saysThatATaskIsUnknown() throws Exception {
        TestWatcher watcher = connect("nobody", "");
        watcher.awaitClose();
        assertThat(watcher.types()).containsExactly("error");
        assertThat(watcher.of("error").getFirst())
                .containsEntry("message", "Task nobody not found")
                .containsEntry("type", "/problems/task-not-found");
        assertThat(watcher.code()).isEqualTo(1008);
    }

    @Test
    void whatIsNoIdIsOfNoTaskAndStandsInNoLog() throws Exception {
        String encoded = "a%0A12:00%20ERROR%20forged%1B%5B2J%C2%9B%E2%80%AE";
        try (CapturedLog log = new CapturedLog()) {
            TestWatcher watcher = connect(encoded, "");
            watcher.awaitClose();
            assertThat(watcher.types()).containsExactly("error");
            assertThat(watcher.code()).isEqualTo(1008);
            for (String path :
                    List.of("/api/tasks/%s", "/api/tasks/%s/trace", "/api/artifacts/%s", "/api/tasks/%s/state")) {
                assertThat(served.get(path.formatted(encoded)).statusCode()).isEqualTo(404);
            }
            assertThat(served.send("POST", "/api/tasks/" + encoded + "/stop", null)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("forged"));
        }
    }

    @Test
    void startsNothingForAWatcherThatOnlyWatches() throws Exception {
        String id = served.create();
        TestWatcher watcher = connect(id, "?start=false");
        watcher.await("state", 1);
        watcher.send("{\"type\":\"nonsense\"}");
        watcher.await("error", 1);
        assertThat(served.get("/api/tasks/" + id).body()).contains("PENDING");
        assertThat(RUNS).hasValue(0);
    }

    @Test
    void tellsAWaitingTasksWatchersItsPlaceInTheQueueWhenItChanges() throws Exception {
        connect(served.create(), "").await("event", 8);
        connect(served.create(), "").await("event", 8); // there are two places
        String third = served.create();
        TestWatcher ahead = connect(third, "");
        ahead.awaitState("/queue_position", 1);
        TestWatcher behind = connect(served.create(), "");
        behind.awaitState("/queue_position", 2);
        served.send("POST", "/api/tasks/" + third + "/stop", null);
        ahead.awaitClose();
        assertThat(ahead.of("state").getLast())
                .containsEntry("status", "CANCELLED")
                .containsEntry("queue_position", null);
        behind.awaitState("/queue_position", 1);
        gate.countDown();
        behind.awaitClose();
        assertThat(behind.of("state"))
                .extracting("queue_position")
                .contains(2, 1)
                .endsWith((Object) null);
    }

    @Test
    void startsATaskOnceForManyWatchers() throws Exception {
        gate.countDown();
        String id = served.create();
        List<TestWatcher> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watchers.add(connect(id, ""));
        }
        for (TestWatcher watcher : watchers) {
            watcher.awaitClose();
            assertThat(watcher.eventIds()).isEqualTo(upTo(16));
        }
        assertThat(RUNS).hasValue(1);
    }

    @Test
    void tellsWatchersOfARunningTaskThatItWasDeletedAndNotThatItEnded() throws Exception {
        String id = served.create();
        TestWatcher watcher = connect(id, "");
        watcher.await("event", 8);
        served.send("DELETE", "/api/tasks/" + id, null);
        watcher.awaitClose();

        assertThat(watcher.of("error").getFirst()).containsEntry("message", "Task " + id + " was deleted");
        assertThat(watcher.code()).isEqualTo(1008);
        assertThat(watcher.eventIds()).isEqualTo(upTo(8));
        assertThat(watcher.of("state")).noneMatch(state -> "CANCELLED".equals(state.get("status")));
    }

    @Test
    void tellsWatchersThatATaskWasDeleted() throws Exception {
        String id = served.create();
        TestWatcher watcher = connect(id, "?start=false");
        watcher.await("state", 1);
        served.send("DELETE", "/api/tasks/" + id, null);
        watcher.awaitClose();
        assertThat(watcher.of("error").getFirst())
                .containsEntry("message", "Task " + id + " was deleted")
                .containsEntry("type", "/problems/task-deleted");
        assertThat(watcher.code()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"x\"}",
                "{\"type\":\"message\"}",
                "{\"type\":\"message\",\"data\":{\"content\":\"\"}}",
                "{\"type\":\"approval\",\"data\":{\"approved\":1}}",
                "{\"type\":\"approval\",\"data\":{\"approved\":true,\"checks\":[{\"id\":\"C1\"}]}}",
                "{\"type\":\"stop\",\"now\":true}",
                "{\"type\":\"stop\"}"
            })
    void answersAWrongMessageWithAnErrorAndStays(String message) throws Exception {
        TestWatcher watcher = connect(served.create(), "?start=false");
        watcher.await("state", 1);
        watcher.send(message);
        watcher.await("error", 1);
        watcher.send(message);
        watcher.await("error", 2);
        boolean described = message.startsWith("{")
                && MessageSchemas.PUBLISHED
                        .flaws("command", Json.readTree(message))
                        .isEmpty();
        assertThat(described).as(message).isEqualTo(message.equals("{\"type\":\"stop\"}"));
        assertThat(watcher.of("error").getLast().get("type"))
                .isEqualTo(
                        "/problems/" + (message.equals("{\"type\":\"stop\"}") ? "task-not-running" : "invalid-fields"));
        assertThat(watcher.code()).isZero();
    }

    @Test
    void stopsTheTaskWhenAClientSaysSo() throws Exception {
        TestWatcher watcher = connect(served.create(), "");
        watcher.await("event", 8);
        watcher.send("{\"type\":\"stop\"}");
        watcher.awaitClose();
        assertThat(watcher.of("state").getLast()).containsEntry("status", "CANCELLED");
        assertThat(watcher.of("event").getLast()).containsEntry("event_type", "TASK_CANCELLED");
    }

    @Test
    void closesWatchersWhenTheServerGoes() throws Exception {
        TestWatcher watcher;
        try (Served other = serve(folder.resolve("other"))) {
            watcher = TestWatcher.connect(other, other.create(), "?start=false");
            watcher.await("state", 1);
        }
        watcher.awaitClose();
        assertThat(watcher.code()).isEqualTo(1001);
        assertThat(watcher.reason()).isEqualTo("Server shutting down");
    }

    @Test
    void keepsALivingClientOfAQuietTaskAndForgetsOneThatIsGone() throws Exception {
        String id = served.create();
        TestWatcher quiet = connect(id, "?start=false");
        TestWatcher gone = connect(id, "?start=false");
        gone.await("state", 1);
        assertThat(served.streams().watchers()).isEqualTo(2);
        gone.abort();
        // A second client that never answers pings is closed meanwhile, which shows that the timeout has passed.
        try (RawWatcher mute = RawWatcher.connect(served, id, "?start=false")) {
            assertThat(mute.awaitClose()).isEqualTo(1001);
        }
        assertThat(quiet.code()).isZero();
        served.send("DELETE", "/api/tasks/" + id, null);
        quiet.awaitClose();
        assertThat(quiet.code()).isEqualTo(1008);
        assertThat(served.streams().watchers()).isZero();
    }
}

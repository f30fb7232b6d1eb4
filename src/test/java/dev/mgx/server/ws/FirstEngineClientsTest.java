package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol for clients of the first engine, which send no version, compared with version 2. */
@Tag("websocket")
@Timeout(60)
class FirstEngineClientsTest {
    private static final Duration LAST_STATE = Duration.ofMillis(300);

    /** More consecutive deltas than a cursor or a page of events reads at a time. */
    private static final int DELTAS = 250;

    /** The number of a run's events without deltas; see {@link #serve}. */
    private static final List<Integer> WHOLE =
            List.of(1, 2, 3 + DELTAS, 4 + 2 * DELTAS, 5 + 2 * DELTAS, 6 + 2 * DELTAS, 7 + 2 * DELTAS, 8 + 2 * DELTAS);

    @TempDir
    static Path folder;

    private static final AtomicReference<CountDownLatch> GATE = new AtomicReference<>(new CountDownLatch(0));

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = serve(folder, LAST_STATE, Duration.ofSeconds(15));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Start, agent, deltas, message; the gate; deltas, message; agent begun and done; result, end. */
    private static Served serve(Path folder, Duration lastState, Duration alive) throws InterruptedException {
        WebSocketLimits quick = Served.QUICK.webSocket();
        WebSocketLimits limits = new WebSocketLimits(
                quick.idle(), quick.send(), quick.close(), quick.ping(), alive, lastState, quick.maxMessageBytes());
        ServerOptions options = new ServerOptions(
                "127.0.0.1",
                0,
                Served.QUICK.http(),
                limits,
                IntakeLimits.DEFAULT,
                Served.QUICK.origins(),
                System::nanoTime);
        return new Served(
                folder,
                run -> {
                    CountDownLatch gate = Objects.requireNonNull(GATE.get());
                    run.step("write", String.class, step -> {
                        step.emit(
                                EventDraft.of(EventType.AGENT_START, "Writing").by(AgentRole.ENGINEER));
                        step.emit(Collections.nCopies(DELTAS, EventDraft.of(EventType.MESSAGE_DELTA, "a piece ")));
                        step.emit(EventDraft.of(EventType.MESSAGE, "the whole"));
                        return "done";
                    });
                    gate.await();
                    run.step("again", String.class, step -> {
                        step.emit(Collections.nCopies(DELTAS, EventDraft.of(EventType.MESSAGE_DELTA, "a piece ")));
                        step.emit(EventDraft.of(EventType.MESSAGE, "the whole"));
                        return "done";
                    });
                    run.step("end", String.class, step -> {
                        step.emit(EventDraft.of(EventType.AGENT_START, "Ending").by(AgentRole.ENGINEER));
                        step.conclude(
                                EventDraft.of(EventType.AGENT_COMPLETE, "Ended").by(AgentRole.ENGINEER));
                        return "done";
                    });
                    return Served.done("Written");
                },
                options);
    }

    private static String over() throws Exception {
        GATE.set(new CountDownLatch(0));
        String id = served.create();
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    private static List<Integer> after(int position) {
        return WHOLE.stream().filter(id -> id > position).toList();
    }

    @Test
    void theWebSocketHasNoPiecesForAClientThatSaysNoVersionAndAllOfThemWithTwo() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GATE.set(gate);
        String id = served.create();
        TestWatcher old = TestWatcher.ofFirstEngine(served, id, "");
        TestWatcher one = TestWatcher.ofFirstEngine(served, id, "?version=1");
        TestWatcher two = TestWatcher.connect(served, id, "");
        old.await("event", 3); // before the gate, so that the rest comes live
        gate.countDown();
        for (TestWatcher watcher : List.of(old, one, two)) {
            watcher.awaitClose();
            assertThat(watcher.types()).endsWith("state");
            assertThat(watcher.of("state").getLast()).containsEntry("status", "SUCCEEDED");
            assertThat(watcher.code()).isEqualTo(1000);
        }
        assertThat(old.eventIds()).isEqualTo(WHOLE);
        assertThat(one.eventIds()).isEqualTo(WHOLE);
        assertThat(two.eventIds()).hasSize(WHOLE.getLast());
    }

    @Test
    void aClientOfTheFirstEngineThatComesBackAnywhereGetsExactlyTheRestOnAllThreeAlike() throws Exception {
        String id = over();
        String events = "/api/tasks/" + id + "/events";
        for (int position :
                List.of(0, 1, 2, 50, 2 + DELTAS, 3 + DELTAS, 4 + DELTAS, 3 + 2 * DELTAS, WHOLE.getLast() - 1)) {
            TestWatcher watcher = TestWatcher.ofFirstEngine(served, id, "?since_event_id=" + position);
            watcher.awaitClose();
            assertThat(watcher.eventIds()).as("since %d", position).isEqualTo(after(position));
            assertThat(ids(served.get(events + "/stream?since_event_id=" + position), "\nid: (\\d+)"))
                    .isEqualTo(after(position));
            HttpResponse<String> page = served.get(events + "?since_event_id=" + position);
            assertThat(ids(page, "\"event_id\":(\\d+)")).isEqualTo(after(position));
            assertThat(Json.readMap(page.body())).containsEntry("total", WHOLE.getLast());
        }
    }

    @Test
    void aLimitCountsTheEventsThatAreDelivered() throws Exception {
        String events = "/api/tasks/" + over() + "/events";
        assertThat(ids(served.get(events + "?limit=3"), "\"event_id\":(\\d+)")).isEqualTo(WHOLE.subList(0, 3));
        assertThat(ids(served.get(events + "?since_event_id=2&limit=1"), "\"event_id\":(\\d+)"))
                .isEqualTo(WHOLE.subList(2, 3));
        assertThat(ids(served.get(events + "?version=2&since_event_id=2&limit=2"), "\"event_id\":(\\d+)"))
                .containsExactly(3, 4);
    }

    private static List<Integer> ids(HttpResponse<String> answer, String pattern) {
        return Pattern.compile(pattern)
                .matcher(answer.body())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void theLastStateComesAWhileAfterTheLastEventAndAtOnceWithVersionTwo() throws Exception {
        String id = over();
        long began = System.nanoTime();
        TestWatcher old = TestWatcher.ofFirstEngine(served, id, "");
        old.await("event", WHOLE.size());
        assertThat(old.of("state")).isEmpty();
        assertThat(served.streams().watchers())
                .as("cursors while the state waits")
                .isZero();
        old.awaitClose();
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(LAST_STATE.toNanos());
        assertThat(old.types()).endsWith("event", "state");
    }

    @Test
    void whoComesBackWithNothingLeftToBeDeliveredIsToldAtOnceAndAShutdownWaitsForNobody() throws Exception {
        GATE.set(new CountDownLatch(0));
        TestWatcher waiting;
        TestWatcher back;
        long began;
        try (Served slow = serve(folder.resolve("slow"), Duration.ofMinutes(10), Duration.ofSeconds(15))) {
            String id = slow.create();
            TestWatcher.connect(slow, id, "").awaitClose();
            back = TestWatcher.ofFirstEngine(slow, id, "?since_event_id=" + WHOLE.getLast());
            back.awaitClose();
            TestWatcher second = TestWatcher.connect(slow, id, "");
            second.awaitClose();
            assertThat(second.types()).endsWith("event", "state");
            waiting = TestWatcher.ofFirstEngine(slow, id, "");
            waiting.await("event", WHOLE.size());
            began = System.nanoTime();
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(15);
        assertThat(back.types()).containsExactly("connected", "state");
        waiting.awaitClose();
        assertThat(waiting.types()).endsWith("event", "state");
        assertThat(waiting.code()).isIn(1000, 1001);
    }

    @Test
    void onlyAClientOfVersionTwoIsToldThatAllIsWellWhileNothingHappens() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GATE.set(gate);
        try (Served quick = serve(folder.resolve("alive"), LAST_STATE, Duration.ofMillis(300))) {
            String id = quick.create();
            TestWatcher two = TestWatcher.connect(quick, id, "");
            TestWatcher old = TestWatcher.ofFirstEngine(quick, id, "");
            assertThat(two.await("alive", 3)).isEmpty();
            gate.countDown();
            two.awaitClose();
            old.awaitClose();
            assertThat(two.types().getFirst()).isEqualTo("connected");
            assertThat(two.types().getLast()).isEqualTo("state");
            assertThat(old.of("alive")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "abc", "", "1.0"})
    void refusesAVersionThatThereIsNotOnAllThreeAlike(String version) throws Exception {
        String id = served.create();
        for (String path : List.of("/events", "/events/stream")) {
            HttpResponse<String> answer = served.get("/api/tasks/" + id + path + "?version=" + version);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"version\"");
        }
        assertThatThrownBy(() -> TestWatcher.ofFirstEngine(served, id, "?start=false&version=" + version))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(422));
    }

    @Test
    void aStreamThatOnlyPassesOverPiecesIsWokenAndLeavesNothing() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GATE.set(gate);
        String id = served.create();
        served.send("POST", "/api/tasks/" + id + "/run", null);
        AtomicReference<List<Integer>> streamed = new AtomicReference<>(List.of());
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                streamed.set(ids(served.get("/api/tasks/" + id + "/events/stream"), "\nid: (\\d+)"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until(() -> served.streams().watchers() == 1);
        gate.countDown();
        reader.join();
        assertThat(streamed.get()).isEqualTo(WHOLE);
        Await.until(() -> served.streams().watchers() == 0);
    }
}

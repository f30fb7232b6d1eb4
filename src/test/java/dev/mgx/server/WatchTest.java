package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("websocket")
@Timeout(60)
class WatchTest {
    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    /** Emits some events, waits for the gate, emits some more: sixteen in all. */
    private Served served() throws InterruptedException {
        return new Served(folder, run -> {
            runs.incrementAndGet();
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
        try (Served served = served()) {
            String id = served.create();
            TestWatcher watcher = TestWatcher.connect(served, id, "");
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
    }

    @Test
    void givesATaskThatIsOverWithOneStateAtTheEnd() throws Exception {
        gate.countDown();
        try (Served served = served()) {
            String id = served.create();
            TestWatcher.connect(served, id, "").awaitClose();
            TestWatcher again = TestWatcher.connect(served, id, "");
            again.awaitClose();

            assertThat(again.types()).startsWith("connected", "event").endsWith("event", "state");
            assertThat(again.of("state")).hasSize(1);
            assertThat(again.eventIds()).isEqualTo(upTo(16));
            assertThat(again.code()).isEqualTo(1000);
            assertThat(runs).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,16", "1,15", "15,1", "16,0", "17,0", "9223372036854775807,0"})
    void deliversOnlyWhatComesAfterAPosition(long since, int count) throws Exception {
        gate.countDown();
        try (Served served = served()) {
            String id = served.create();
            TestWatcher.connect(served, id, "").awaitClose();
            TestWatcher watcher = TestWatcher.connect(served, id, "?since_event_id=" + since);
            watcher.awaitClose();

            assertThat(watcher.eventIds()).isEqualTo(upTo(16).subList(16 - count, 16));
            assertThat(watcher.code()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "", "+1", "99999999999999999999"})
    void refusesAPositionThatIsNoneAtTheHandshake(String since) throws Exception {
        try (Served served = served()) {
            assertThatThrownBy(() -> TestWatcher.connect(served, served.create(), "?since_event_id=" + since))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(422));
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void saysThatATaskIsUnknown() throws Exception {
        try (Served served = served()) {
            TestWatcher watcher = TestWatcher.connect(served, "nobody", "");
            watcher.awaitClose();
            assertThat(watcher.types()).containsExactly("error");
            assertThat(watcher.of("error").getFirst()).containsEntry("message", "Task nobody not found");
            assertThat(watcher.code()).isEqualTo(1008);
        }
    }

    @Test
    void startsNothingForAWatcherThatOnlyWatches() throws Exception {
        try (Served served = served()) {
            String id = served.create();
            TestWatcher watcher = TestWatcher.connect(served, id, "?start=false");
            watcher.await("state", 1);
            watcher.send("{\"type\":\"nonsense\"}");
            watcher.await("error", 1);
            assertThat(served.get("/api/tasks/" + id).body()).contains("PENDING");
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void startsATaskOnceForManyWatchers() throws Exception {
        gate.countDown();
        try (Served served = served()) {
            String id = served.create();
            List<TestWatcher> watchers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                watchers.add(TestWatcher.connect(served, id, ""));
            }
            for (TestWatcher watcher : watchers) {
                watcher.awaitClose();
                assertThat(watcher.eventIds()).isEqualTo(upTo(16));
            }
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void tellsWatchersOfARunningTaskThatItWasDeletedAndNotThatItEnded() throws Exception {
        try (Served served = served()) {
            String id = served.create();
            TestWatcher watcher = TestWatcher.connect(served, id, "");
            watcher.await("event", 8);
            served.send("DELETE", "/api/tasks/" + id, null);
            watcher.awaitClose();

            assertThat(watcher.of("error").getFirst()).containsEntry("message", "Task " + id + " was deleted");
            assertThat(watcher.code()).isEqualTo(1008);
            assertThat(watcher.eventIds()).isEqualTo(upTo(8));
            assertThat(watcher.of("state")).noneMatch(state -> "CANCELLED".equals(state.get("status")));
        }
    }

    @Test
    void tellsWatchersThatATaskWasDeleted() throws Exception {
        try (Served served = served()) {
            String id = served.create();
            TestWatcher watcher = TestWatcher.connect(served, id, "?start=false");
            watcher.await("state", 1);
            served.send("DELETE", "/api/tasks/" + id, null);
            watcher.awaitClose();
            assertThat(watcher.of("error").getFirst()).containsEntry("message", "Task " + id + " was deleted");
            assertThat(watcher.code()).isEqualTo(1008);
        }
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
                "{\"type\":\"stop\",\"now\":true}",
                "{\"type\":\"stop\"}"
            })
    void answersAWrongMessageWithAnErrorAndStays(String message) throws Exception {
        try (Served served = served()) {
            TestWatcher watcher = TestWatcher.connect(served, served.create(), "?start=false");
            watcher.await("state", 1);
            watcher.send(message);
            watcher.await("error", 1);
            watcher.send(message);
            watcher.await("error", 2);
            assertThat(watcher.code()).isZero();
        }
    }

    @Test
    void stopsTheTaskWhenAClientSaysSo() throws Exception {
        try (Served served = served()) {
            TestWatcher watcher = TestWatcher.connect(served, served.create(), "");
            watcher.await("event", 8);
            watcher.send("{\"type\":\"stop\"}");
            watcher.awaitClose();
            assertThat(watcher.of("state").getLast()).containsEntry("status", "CANCELLED");
            assertThat(watcher.of("event").getLast()).containsEntry("event_type", "TASK_CANCELLED");
        }
    }

    @Test
    void closesWatchersWhenTheServerGoes() throws Exception {
        Served served = served();
        TestWatcher watcher = TestWatcher.connect(served, served.create(), "?start=false");
        watcher.await("state", 1);
        served.close();
        watcher.awaitClose();
        assertThat(watcher.code()).isEqualTo(1001);
        assertThat(watcher.reason()).isEqualTo("Server shutting down");
    }

    @Test
    void keepsALivingClientOfAQuietTaskAndForgetsOneThatIsGone() throws Exception {
        try (Served served = served()) {
            String id = served.create();
            TestWatcher quiet = TestWatcher.connect(served, id, "?start=false");
            TestWatcher gone = TestWatcher.connect(served, id, "?start=false");
            gone.await("state", 1);
            assertThat(served.streams().watchers()).isEqualTo(2);
            gone.abort();
            // A second client that never answers pings is closed in the meantime, and tells that the time has passed.
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
}

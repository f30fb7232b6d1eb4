package dev.mgx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.cli.StubSocketServer;
import dev.mgx.cli.client.Home;
import dev.mgx.json.Json;
import dev.mgx.task.TaskStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A watch whose connection breaks before the task is over. */
@Tag("e2e")
@Timeout(30)
class LongWatchTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMillis(20);

    /** Long enough that a busy machine is not considered unreachable. */
    private static final WatchTimeouts PATIENT = new WatchTimeouts(LONG, SOON, LONG);

    private static final WatchTimeouts OF_A_SILENCE = new WatchTimeouts(Duration.ofSeconds(1), SOON, LONG);
    private static final WatchTimeouts OF_AN_ABSENCE = new WatchTimeouts(LONG, SOON, Duration.ofMillis(1500));

    /** What a watch passed to its listener. */
    private static final class ObservedWatch implements WatchListener {
        private final List<Long> events = new ArrayList<>();
        private final CountDownLatch something = new CountDownLatch(1);
        private final List<String> connection = new ArrayList<>();

        @Override
        public void event(MgxEvent event) {
            events.add(event.eventId());
            something.countDown();
        }

        @Override
        public void disconnected() {
            connection.add("disconnected");
        }

        @Override
        public void reconnected() {
            connection.add("reconnected");
        }
    }

    private static String event(long id) {
        return Json.write(Map.of("type", "event", "data", Map.of("event_id", id)));
    }

    private static final String LAST_STATE = "{\"type\":\"state\",\"data\":{\"status\":\"SUCCEEDED\"}}";

    @Test
    void comesBackWithItsLastEventAfterAConnectionThatBroke() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server = new StubSocketServer(
                connection -> connection.send(event(1)).once(observed.something).cut(),
                connection -> connection.send(event(2)).send(LAST_STATE).close(1000))) {
            MgxState last = watch(server, observed, PATIENT);
            assertThat(last.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(observed.events).containsExactly(1L, 2L);
            assertThat(observed.connection).containsExactly("disconnected", "reconnected");
            assertThat(server.heads().getLast()).contains("since_event_id=1", "start=false", "version=2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1009, 1011, 1013})
    void comesBackAfterACloseThatSaysSo(int code) throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server = new StubSocketServer(
                connection -> connection.send(event(1)).send(event(2)).close(code),
                connection -> connection
                        .send(event(2))
                        .send(event(3))
                        .send(LAST_STATE)
                        .close(1000))) {
            watch(server, observed, PATIENT);
            assertThat(observed.events).containsExactly(1L, 2L, 3L);
            assertThat(server.heads().getLast()).contains("since_event_id=2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1002, 1007})
    void doesNotComeBackWhereTheServerDoesNotUnderstandIt(int code) throws Exception {
        try (StubSocketServer server = new StubSocketServer(connection -> connection.close(code))) {
            assertThatThrownBy(() -> watch(server, new ObservedWatch(), PATIENT))
                    .isInstanceOf(ServerRefused.class)
                    .hasMessageContaining("did not understand this client (%d)", code);
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void takesAServerThatSaysNothingAtAllForGone() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server = new StubSocketServer(
                connection -> connection.send(event(1)).beSilent(),
                connection -> connection.send(LAST_STATE).close(1000))) {
            watch(server, observed, OF_A_SILENCE);
            assertThat(observed.connection).containsExactly("disconnected", "reconnected");
        }
    }

    @Test
    void aPingIsASignOfLife() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server = new StubSocketServer(connection ->
                connection.pings(13, Duration.ofMillis(100)).send(LAST_STATE).close(1000))) {
            watch(server, observed, OF_A_SILENCE);
            assertThat(observed.connection).isEmpty();
        }
    }

    @Test
    void asksForASignOfLifeWhenItHearsNothing() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server = new StubSocketServer(
                connection -> connection.answerAPing().send(LAST_STATE).close(1000))) {
            assertThat(watch(server, observed, PATIENT).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(observed.connection).isEmpty();
        }
    }

    @Test
    void givesUpAServerThatDoesNotComeBack() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        StubSocketServer server = new StubSocketServer(
                connection -> connection.send(event(1)).once(observed.something).cut());
        try (server) {
            assertThatThrownBy(() -> watch(server, observed, OF_AN_ABSENCE))
                    .isInstanceOf(ServerUnreachable.class)
                    .hasMessageContaining("has been unreachable for 1 s; task x may still be running");
        }
        assertThat(observed.events).containsExactly(1L);
    }

    @Test
    void aServerThatLetsItInAndThrowsItOutAtOnceIsNotBack() throws Exception {
        ObservedWatch observed = new ObservedWatch();
        try (StubSocketServer server =
                new StubSocketServer(StubSocketServer.again(connection -> connection.close(1013)))) {
            assertThatThrownBy(() -> watch(server, observed, OF_AN_ABSENCE)).isInstanceOf(ServerUnreachable.class);
        }
    }

    @Test
    void aTaskThatIsUnknownOrGoneEndsItWithItsSentence() throws Exception {
        try (StubSocketServer server = new StubSocketServer(connection -> connection
                .send("{\"type\":\"error\",\"data\":{\"message\":\"Task x was deleted\"}}")
                .close(1008))) {
            assertThatThrownBy(() -> watch(server, new ObservedWatch(), PATIENT))
                    .isInstanceOf(ServerRefused.class)
                    .hasMessage("Task x was deleted");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void aTaskThatIsDeletedMeanwhileEndsItsWatch(@TempDir Path folder) throws Exception {
        try (Home mgx = new Home(folder, Map.of())) {
            String id = mgx.api().create(Map.of("input_prompt", "A quiz")).id();
            assertThatThrownBy(() ->
                            mgx.api().watch(id, 0, new Deleting(mgx.api(), id)).untilOver())
                    .isInstanceOf(ServerRefused.class)
                    .hasMessage("Task %s was deleted".formatted(id));
        }
    }

    /** Deletes a task as soon as it is watched. */
    private record Deleting(MgxClient api, String id) implements WatchListener {
        @Override
        public void event(MgxEvent event) {}

        @Override
        public void state(MgxState state) {
            URI task = URI.create(api.server() + "/api/tasks/" + id);
            try (HttpClient http = HttpClient.newHttpClient()) {
                http.sendAsync(HttpRequest.newBuilder(task).DELETE().build(), HttpResponse.BodyHandlers.discarding())
                        .join();
            }
        }
    }

    private static MgxState watch(StubSocketServer server, ObservedWatch observed, WatchTimeouts timeouts)
            throws InterruptedException {
        try (MgxClient api = new MgxClient(server.address())) {
            return api.watch("x", 0, observed, timeouts).untilOver();
        }
    }
}

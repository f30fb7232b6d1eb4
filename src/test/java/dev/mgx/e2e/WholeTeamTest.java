package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.config.Setting;
import dev.mgx.json.Json;
import dev.mgx.server.http.MessageSchemas;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The whole server with its team, the simulated model and a real sandbox, as seen by a client. */
@Tag("e2e")
@Timeout(60)
class WholeTeamTest {
    private static final String TODO = "Build a command line todo app with add, list and done";

    @TempDir
    Path folder;

    @Test
    void aPendingTaskIsStartedByItsFirstWatcherAndSeenToItsEnd() throws Exception {
        try (LiveServer server = new LiveServer(folder, Map.of())) {
            String id = server.create(TODO);
            WatchingClient watcher = server.watch(id, "");

            assertThat(watcher.awaitClose()).isEqualTo(1000);
            assertThat(watcher.closeReason()).isEqualTo("Task completed");
            assertThat(watcher.types()).startsWith("connected", "state").endsWith("event", "state");
            assertThat(ids(watcher.events())).isEqualTo(oneTo(watcher.events().size()));
            assertThat(watcher.states().getLast().path("status").asString()).isEqualTo("SUCCEEDED");
            assertThat(watcher.states().stream()
                            .filter(state -> state.path("status").asString().equals("SUCCEEDED")))
                    .hasSize(1);
            JsonNode rest = server.get("/api/tasks/" + id + "/events?version=2").body();
            assertThat(rest.path("total").asInt()).isEqualTo(watcher.events().size());
            assertThat(rest.path("events").valueStream().toList()).isEqualTo(watcher.events());
            assertThatItWasBuiltAndProven(server, id, watcher);
            assertDescribed(watcher);
        }
    }

    /** Every message is as /asyncapi.json describes it, and no payload has a key that it does not name. */
    private static void assertDescribed(WatchingClient watcher) {
        for (JsonNode message : watcher.messages()) {
            assertThat(MessageSchemas.PUBLISHED.flaws("tell", message))
                    .as("%s", message)
                    .isEmpty();
        }
        for (JsonNode event : watcher.events()) {
            assertThat(MessageSchemas.PUBLISHED.eventFlaws(event))
                    .as("%s", event)
                    .isEmpty();
        }
    }

    /** Approval, words of a person and a stop, both ways, as they are described. */
    @Test
    void aTalkedToRunIsAsItIsDescribed() throws Exception {
        try (LiveServer server = new LiveServer(folder, Map.of())) {
            String id = server.post(
                            "/api/tasks",
                            Map.of("input_prompt", TODO, "options", Map.of("require_plan_approval", true)))
                    .body()
                    .path("id")
                    .asString();
            WatchingClient watcher = server.watch(id, "");
            watcher.awaitEvent(event -> event.path("event_type").asString().equals("APPROVAL_REQUEST"));
            say(watcher, "{\"type\":\"message\",\"data\":{\"content\":\"Use one file\"}}");
            say(watcher, "{\"type\":\"approval\",\"data\":{\"approved\":true}}");
            watcher.awaitEvent(event -> event.path("payload").path("approved").asBoolean(false));
            say(watcher, "{\"type\":\"stop\"}");
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            assertThat(watcher.events().stream()
                            .map(event -> event.path("event_type").asString()))
                    .contains("USER_MESSAGE", "APPROVAL_REQUEST");
            assertDescribed(watcher);
        }
    }

    private static void say(WatchingClient watcher, String message) throws Exception {
        assertThat(MessageSchemas.PUBLISHED.flaws("command", Json.readTree(message)))
                .isEmpty();
        watcher.send(message);
    }

    private static void assertThatItWasBuiltAndProven(LiveServer server, String id, WatchingClient watcher)
            throws Exception {
        JsonNode result = server.get("/api/tasks/" + id + "/state").body().path("final_result");
        assertThat(result.path("verified").asBoolean()).isTrue();
        assertThat(result.path("checks").valueStream())
                .isNotEmpty()
                .allMatch(check -> check.path("passed").asBoolean());
        assertThat(result.path("files").valueStream().map(JsonNode::asString)).contains("Todo.java");
        assertThat(watcher.events().stream()
                        .filter(event -> event.path("event_type").asString().equals("EXECUTION_STREAM"))
                        .map(event -> event.path("payload").path("line").asString()))
                .containsSubsequence("$ java Todo.java add \"buy milk\"", "$ java Todo.java list", "1. [ ] buy milk");
        assertThat(watcher.events().stream()
                        .filter(event -> event.path("execution_result").isString()))
                .isNotEmpty()
                .allMatch(event -> event.path("payload").path("file_path").isString());
        assertThat(server.get("/api/artifacts/" + id + "/Todo.java")
                        .body()
                        .path("content")
                        .asString())
                .contains("class Todo");
        Invariants.checkOver(server.store(), id);
    }

    @Test
    void fiftyWatchersAtRandomTimesAllSeeTheSame() throws Exception {
        Map<Setting, String> paced = Map.of(Setting.MGX_SIMULATED_DELAY_MS, "100");
        try (LiveServer server = new LiveServer(folder, paced);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            String id = server.create(TODO);
            WatchingClient first = server.watch(id, "");
            Random random = new Random(50);
            List<Future<WatchingClient>> others = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int joinsAt = 1 + random.nextInt(12);
                Callable<WatchingClient> joins = () -> {
                    first.awaitEvent(event -> event.path("event_id").asInt() >= joinsAt);
                    WatchingClient watcher = server.watch(id, "");
                    watcher.awaitClose();
                    return watcher;
                };
                others.add(clients.submit(joins));
            }
            first.awaitClose();
            for (Future<WatchingClient> other : others) {
                assertThat(other.get().events()).isEqualTo(first.events());
                assertThat(other.get().states().getLast())
                        .isEqualTo(first.states().getLast());
            }
        }
    }

    @Test
    void resumesAtEverySequenceNumber() throws Exception {
        try (LiveServer server = new LiveServer(folder, Map.of())) {
            String id = server.create(TODO);
            WatchingClient whole = server.watch(id, "");
            whole.awaitClose();
            int last = whole.events().size();
            for (int since = 0; since <= last + 1; since++) {
                WatchingClient rest = server.watch(id, "?since_event_id=" + since);
                assertThat(rest.awaitClose()).isEqualTo(1000);
                assertThat(rest.events()).isEqualTo(whole.events().subList(Math.min(since, last), last));
                assertThat(rest.states()).containsExactly(whole.states().getLast());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProductManager", "Architect", "Engineer", "QaEngineer", "execution"})
    void aStopInEveryStepEndsTheTaskAndItsProcesses(String where) throws Exception {
        Map<Setting, String> paced = Map.of(Setting.MGX_SIMULATED_DELAY_MS, "150");
        try (LiveServer server = new LiveServer(folder, paced)) {
            String id = server.create(TODO);
            WatchingClient watcher = server.watch(id, "");
            watcher.awaitEvent(event -> where.equals("execution")
                    ? event.path("event_type").asString().equals("EXECUTION_STREAM")
                            || event.path("payload").path("step").asString("").startsWith("execute")
                    : event.path("agent_role").asString("").equals(where));
            long begun = System.nanoTime();
            LiveServer.Reply stop = server.post("/api/tasks/" + id + "/stop", Map.of());

            assertThat(stop.status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(server.get("/api/tasks/" + id + "/state")
                            .body()
                            .path("status")
                            .asString())
                    .isEqualTo("CANCELLED");
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            assertThat(watcher.events().getLast().path("event_type").asString()).isEqualTo("TASK_CANCELLED");
            assertThat(sandboxedProcesses()).as("processes left behind").isEmpty();
            Invariants.checkOver(server.store(), id);
        }
    }

    @Test
    void aRestartInTheMiddleCostsAWatcherNothing() throws Exception {
        Map<Setting, String> paced = Map.of(Setting.MGX_SIMULATED_DELAY_MS, "150");
        String id;
        WatchingClient interrupted;
        try (LiveServer server = new LiveServer(folder, paced)) {
            id = server.create(TODO);
            interrupted = server.watch(id, "");
            interrupted.awaitEvent(
                    event -> event.path("agent_role").asString("").equals("Architect"));
        }
        assertThat(interrupted.awaitClose()).isEqualTo(1001);
        assertThat(interrupted.closeReason()).isEqualTo("Server shutting down");
        List<JsonNode> seen = interrupted.events();
        try (LiveServer server = new LiveServer(folder, paced)) {
            WatchingClient watcher = server.watch(id, "?since_event_id=" + seen.size());
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            List<JsonNode> all = new ArrayList<>(seen);
            all.addAll(watcher.events());
            assertThat(ids(all)).isEqualTo(oneTo(all.size()));
            assertThat(watcher.states().getLast().path("status").asString()).isEqualTo("SUCCEEDED");
            assertThat(watcher.states().getLast().path("attempt").asInt()).isEqualTo(2);
            Invariants.checkOver(server.store(), id);
        }
    }

    private static List<Long> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("event_id").asLong()).toList();
    }

    private static List<Long> oneTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** Processes of generated programs started by this server, including orphans. */
    private static List<String> sandboxedProcesses() {
        Set<Long> ours = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> process.parent()
                        .map(ProcessHandle::pid)
                        .filter(pid -> pid != 1 && !ours.contains(pid))
                        .isEmpty())
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.matches("(?s).*(\\.mgx-checks/run\\.sh|Todo\\.java|-cp \\S+ Todo\\b).*"))
                .toList();
    }
}

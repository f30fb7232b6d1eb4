package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A person's message takes effect exactly once, however soon afterwards the server is killed. */
@Tag("stability")
@Timeout(180)
class KilledWhilePeopleTalkTest {
    @TempDir
    Path data;

    @Test
    void anApprovalWithACommentAMessageAndAnEditEachSurviveAKill() throws Exception {
        String id;
        try (ServerProcess server = new ServerProcess(data)) {
            id = server.post(
                            "/api/tasks",
                            Map.of(
                                    "input_prompt",
                                    "Build a command line todo app with add, list and done",
                                    "options",
                                    Map.of("require_plan_approval", true)))
                    .path("id")
                    .asString();
            server.watch(id).awaitEvent(asked(1));
        }
        try (ServerProcess server = new ServerProcess(data)) {
            server.post(
                    "/api/tasks/" + id + "/approval", Map.of("approved", false, "comment", "Shorter names, please"));
        }
        try (ServerProcess server = new ServerProcess(data)) {
            server.watch(id).awaitEvent(asked(2));
            server.post("/api/tasks/" + id + "/approval", Map.of("approved", true));
        }
        try (ServerProcess server = new ServerProcess(data)) {
            assertThat(server.watch(id).awaitClose()).isEqualTo(1000);
            server.post("/api/tasks/" + id + "/messages", Map.of("content", "Greet the user"));
        }
        JsonNode edited;
        try (ServerProcess server = new ServerProcess(data)) {
            assertThat(server.watch(id).awaitClose()).isEqualTo(1000);
            edited = server.post(
                    "/api/tasks/" + id + "/edit", Map.of("file_path", "README.md", "instruction", "Say thanks"));
            assertThat(edited.path("success").asBoolean()).isTrue();
        }
        try (ServerProcess server = new ServerProcess(data)) {
            assertThat(server.watch(id).awaitClose()).isEqualTo(1000);
        }
        check(id, edited);
    }

    private Predicate<JsonNode> asked(int round) {
        return event -> event.path("event_type").asString().equals("APPROVAL_REQUEST")
                && event.path("payload").path("step").asString().equals("approval-%d:asked".formatted(round));
    }

    private void check(String id, JsonNode edited) {
        try (Store store =
                Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            List<String> types = Invariants.types(Invariants.checkOver(store, id));
            TaskState state = store.tasks().state(id).orElseThrow();
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.run()).as("one run for each of the three").isEqualTo(3);
            assertThat(types.stream().filter("APPROVAL_REQUEST"::equals)).hasSize(2);
            assertThat(types.stream().filter("USER_MESSAGE"::equals))
                    .as("two answers, a message, an instruction")
                    .hasSize(4);
            Map<String, String> files = store.artifacts().manifest(id, 3);
            assertThat(String.join("\n", files.values())).containsOnlyOnce("Greet the user");
            assertThat(files.get("README.md")).containsOnlyOnce("Say thanks");
            assertThat(store.artifacts().versions(id, "README.md"))
                    .as("no file is changed twice")
                    .hasSize(edited.path("new_version").asInt());
        }
    }
}

package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.config.Setting;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run is replayed: each step produces the same events in order, without any model calls. */
@Tag("e2e")
@Timeout(60)
class ReplayedRunTest {
    private static final String TODO = "Build a command line todo app with add, list and done";

    @TempDir
    private Path folder;

    @Test
    void ofTheSimulatedModelWithAMistakeThatIsDebugged() throws Exception {
        Map<String, List<String>> recorded =
                run("recorded", Map.of(Setting.MGX_LLM, "simulated", Setting.MGX_SIMULATED_MISTAKE, "test"));

        assertThat(recorded.keySet()).contains("opinion-1", "repair-1", "execute-2");
        assertThat(run("replayed", Map.of(Setting.MGX_LLM, "replay"))).containsExactlyEntriesOf(recorded);
    }

    @Test
    void ofAProviderThatIsGoneByThen() throws Exception {
        Map<String, List<String>> recorded;
        try (StubServer stub = StubServer.start("")) {
            recorded = run(
                    "recorded",
                    Map.of(
                            Setting.MGX_LLM, "openai",
                            Setting.MGX_MODEL, "stub-model",
                            Setting.MGX_LLM_BASE_URL, stub.address() + "/v1"));
            assertThat(stub.ledger().calls()).isNotEmpty();
        }

        assertThat(run("replayed", Map.of(Setting.MGX_LLM, "replay"))).containsExactlyEntriesOf(recorded);
    }

    /** The events of a whole run, by step. */
    private Map<String, List<String>> run(String name, Map<Setting, String> settings) throws Exception {
        Map<Setting, String> all = new HashMap<>(settings);
        all.put(Setting.MGX_LLM_RECORD, folder.resolve("calls.jsonl").toString());
        all.put(Setting.LLM_MAX_CONCURRENCY, "20"); // whether a call waits for a slot is random
        try (LiveServer server = new LiveServer(folder.resolve(name), all)) {
            String id = server.create(TODO);
            server.watch(id, "").awaitClose();
            assertThat(server.get("/api/tasks/" + id + "/state")
                            .body()
                            .path("status")
                            .asString())
                    .isEqualTo("SUCCEEDED");
            return byStep(Invariants.checkOver(server.store(), id));
        }
    }

    /**
     * Type, role, text without times, file and diff of each event; streamed text is joined, because its chunking is
     * random.
     */
    private static Map<String, List<String>> byStep(List<Map<String, @Nullable Object>> events) {
        Map<String, List<String>> steps = new TreeMap<>();
        for (Map<String, @Nullable Object> event : events) {
            String key = String.valueOf(Invariants.detail(event, "step"));
            List<String> step = steps.computeIfAbsent(key, none -> new ArrayList<>());
            String head = "%s by %s: ".formatted(event.get("event_type"), event.get("agent_role"));
            if (head.startsWith("MESSAGE_DELTA") && step.getLast().startsWith(head)) {
                step.add(step.removeLast() + Invariants.detail(event, "content"));
            } else if (head.startsWith("MESSAGE_DELTA")) {
                step.add(head + Invariants.detail(event, "content"));
            } else {
                String text =
                        String.valueOf(Invariants.detail(event, "message")).replaceAll("\\d+\\.\\d s\\b", "some s");
                step.add("%s%s, file %s: %s".formatted(head, text, event.get("file_path"), event.get("code_diff")));
            }
        }
        return steps;
    }
}

package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.config.Setting;
import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The trace links requirement, checks, files and executions, through all kinds of runs. */
@Tag("e2e")
@Timeout(120)
class TraceTest {
    private static final String TODO = "🙂 Build a command line todo app with add, list and done";

    @TempDir
    Path folder;

    @Test
    void leadsFromTheRequirementToTheExecutionsAndBackAlsoAfterAnEdit() throws Exception {
        try (LiveServer server = new LiveServer(folder, Map.of(Setting.MGX_SIMULATED_MISTAKE, "test"))) {
            String id = server.create(TODO);
            JsonNode early = trace(server, id);
            assertThat(early.path("run").asInt()).isZero();
            assertThat(early.path("checks")).isEmpty();
            server.watch(id, "").awaitClose();

            JsonNode built = trace(server, id);
            assertChecksAreQuotedAndRunTheProgram(built);
            List<JsonNode> executions = built.path("executions").valueStream().toList();
            assertThat(executions).hasSizeGreaterThan(1);
            assertThat(executions.getFirst().path("failed")).isNotEmpty();
            assertThat(executions.getLast().path("failed")).isEmpty();
            long last = executions.getLast().path("event_id").asLong();
            assertThat(built.path("checks").valueStream())
                    .allMatch(check -> check.path("status").asString().equals("passed")
                            && check.path("last_execution").asLong() == last);
            assertFilesAreDesigned(built);

            LiveServer.Reply edit = server.post(
                    "/api/tasks/" + id + "/edit", Map.of("file_path", "Todo.java", "instruction", "Say hello"));
            assertThat(edit.status()).as(edit.body().toString()).isEqualTo(200);
            assertThat(edit.body().path("new_version").asInt())
                    .isEqualTo(edit.body().path("old_version").asInt() + 1);
            server.watch(id, "").awaitClose();

            JsonNode edited = trace(server, id);
            assertThat(edited.path("run").asInt()).isEqualTo(2);
            assertChecksAreQuotedAndRunTheProgram(edited);
            assertFilesAreDesigned(edited);
            assertThat(edited.path("executions").size()).isEqualTo(executions.size() + 1);
        }
    }

    @Test
    void saysOfACheckThatItWasChangedAfterItHadFailed() throws Exception {
        try (StubServer stub = StubServer.start("").mind(new DisputingModel());
                LiveServer server = new LiveServer(
                        folder,
                        Map.of(
                                Setting.MGX_LLM, "openai",
                                Setting.MGX_MODEL, "stub-model",
                                Setting.MGX_LLM_BASE_URL, stub.address() + "/v1"))) {
            String id = server.create(TODO);
            server.watch(id, "").awaitClose();

            JsonNode check = trace(server, id).path("checks").path(0);
            assertThat(check.path("status").asString()).isEqualTo("passed");
            assertThat(check.path("changed").path("by").asString()).isEqualTo("QaEngineer");
            assertThat(check.path("changed").path("reason").asString()).isEqualTo(DisputingModel.REASON);
            JsonNode result = server.get("/api/tasks/" + id + "/state").body().path("final_result");
            assertThat(result.path("verified").asBoolean()).isTrue();
            assertThat(result.path("checks").path(0).path("changed")).isEqualTo(check.path("changed"));

            LiveServer.Reply edit = server.post(
                    "/api/tasks/" + id + "/edit", Map.of("file_path", "Todo.java", "instruction", "Say hello"));
            assertThat(edit.status()).as(edit.body().toString()).isEqualTo(200);
            server.watch(id, "").awaitClose();
            assertThat(trace(server, id).path("checks").path(0).path("changed")).isEqualTo(check.path("changed"));
        }
    }

    /**
     * The simulated model, except that its first check asks for something not required, also when it is worked out again;
     * its debugger disputes that, and its tester then agrees.
     */
    private record DisputingModel(Model otherwise) implements Model {
        static final String REASON = "Nothing was said of braces.";
        private static final String DISPUTE = "=== DISPUTE C1 ===\nWhy braces?\n=== END DISPUTE ===";
        private static final String RULING = Json.write(Map.of(
                "reason",
                REASON,
                "changed",
                List.of(Map.of(
                        "id",
                        "C1",
                        "quote",
                        "add, list and done",
                        "steps",
                        List.of(
                                Map.of("run", "java Todo.java add \"buy milk\"", "output", "Added: buy milk"),
                                Map.of("run", "java Todo.java list", "output", "1. [ ] buy milk"))))));

        DisputingModel() {
            this(new SimulatedModel(Duration.ZERO, Mistake.NONE));
        }

        @Override
        public String name() {
            return "disputing";
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            Answer answer = otherwise.answer(prompt, limits, piece -> {});
            String text = switch (prompt.role()) {
                case DEBUGGER -> DISPUTE;
                case QA_ENGINEER ->
                    prompt.user().contains("## Dispute")
                            ? RULING
                            : answer.text().replaceFirst("1\\. \\[ \\] buy milk", "1. { } buy milk");
                default -> answer.text();
            };
            onText.text(text);
            return new Answer(text, answer.usage());
        }
    }

    private static JsonNode trace(LiveServer server, String id) throws Exception {
        return server.get("/api/tasks/" + id + "/trace").body();
    }

    private static void assertChecksAreQuotedAndRunTheProgram(JsonNode trace) {
        String requirement = trace.path("requirement").asString();
        assertThat(requirement).isEqualTo(TODO);
        assertThat(trace.path("checks").valueStream()).isNotEmpty().allSatisfy(check -> {
            int start = requirement.offsetByCodePoints(
                    0, check.path("sentence_start").asInt());
            int end =
                    requirement.offsetByCodePoints(0, check.path("sentence_end").asInt());
            assertThat(check.path("test_file").isNull()).isTrue();
            assertThat(requirement.substring(start, end))
                    .isNotBlank()
                    .isEqualToIgnoringCase(check.path("sentence").asString().replaceFirst(" / .*", ""));
        });
        List<String> ids = trace.path("checks")
                .valueStream()
                .map(check -> check.path("id").asString())
                .toList();
        assertThat(trace.path("files").valueStream()).hasSizeGreaterThan(1).allSatisfy(file -> {
            boolean program = file.path("file_path").asString().equals("Todo.java");
            assertThat(file.path("checks").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(program ? ids : List.of());
        });
    }

    private static void assertFilesAreDesigned(JsonNode trace) {
        assertThat(trace.path("files")
                        .valueStream()
                        .filter(file -> !file.path("design").isNull())
                        .map(file -> file.path("file_path").asString()))
                .contains("Todo.java");
        assertThat(trace.path("files")
                        .valueStream()
                        .map(file -> file.path("design"))
                        .filter(design -> !design.isNull()))
                .allMatch(design -> !design.path("purpose").asString().isBlank());
    }
}

package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs of the team with a real engine, store and sandbox. */
@Timeout(60)
class SoftwareTeamTest {
    private static final String TODO = "Build a command line todo list with add, list and done.";
    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @Test
    void succeedsOnlyWithEveryCheckPassed() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, new ScriptedModel(Mistake.NONE), sandbox)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            Map<String, @Nullable Object> result = Objects.requireNonNull(state.finalResult());
            assertThat(result).containsEntry("verified", true);
            assertThat((List<?>) result.get("files")).hasSize(5);
            assertThat(String.valueOf(result.get("checks")))
                    .contains("passed=true")
                    .doesNotContain("passed=false");
            assertThat(state.usage().llmCalls()).isEqualTo(7);
            assertThat(state.simulated()).isTrue();
            assertThat(Invariants.types(fixture.events(state.taskId())))
                    .contains("AGENT_START", "MESSAGE_DELTA", "MESSAGE", "AGENT_COMPLETE", "EXECUTION_STREAM");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mistake.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theDebuggerRepairsWhatTheFirstDraftGotWrong(Mistake mistake) throws Exception {
        ScriptedModel model = new ScriptedModel(mistake);
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built("An inventory of books with title, author and year");

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.DEBUGGER)).hasSize(1);
            assertThat(model.asked(AgentRole.DEBUGGER).getFirst())
                    .contains(mistake == Mistake.COMPILE ? "error:" : "C4 must be:");
            assertThat(fixture.events(state.taskId()))
                    .filteredOn(event -> "DIFF".equals(event.get("visual_type")))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(String.valueOf(event.get("code_diff"))).contains("@@", "+++ b/BookFile.java"));
        }
    }

    @Test
    void saysAloudThatNothingWasTestedWhereNothingCanRun() throws Exception {
        try (Sandbox off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
                TeamFixture fixture = new TeamFixture(folder, new ScriptedModel(Mistake.TEST), off)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("verified", false);
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("summary")))
                    .contains("Not tested", "MGX_SANDBOX=off");
        }
    }

    @Test
    void aProgramThatDoesNothingPassesNoCheck() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE)
                .says(AgentRole.ENGINEER, silent("Item"), silent("README"), silent("TodoList"), silent("Todo"))
                .says(AgentRole.DEBUGGER, "I see nothing wrong.");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 1)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("0 of 5 checks", "the one repair is used up");
            assertThat(state.errorType()).isEqualTo(ErrorType.CHECKS_FAILED);
            assertThat(fixture.events(state.taskId()))
                    .filteredOn(event -> "ERROR".equals(event.get("event_type")))
                    .singleElement()
                    .satisfies(event -> assertThat(String.valueOf(Invariants.detail(event, "final_result")))
                            .contains("verified=false", "Todo.java"));
        }
    }

    private static String silent(String name) {
        return "=== FILE %s.java ===\nclass %s { public static void main(String[] args) {} }\n=== END FILE ==="
                .formatted(name, name);
    }

    @Test
    void isWrittenAnewAfterTwoRepairsWithoutGainAndTheBestIsKept() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.TEST)
                .says(AgentRole.DEBUGGER, patch("one"), silentTodo()); // the second makes it worse
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 2)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.errorMessage()).contains("4 of 5 checks", "all 2 repairs are used up");
            assertThat(model.asked(AgentRole.DEBUGGER).getLast()).contains("Try 1: Perhaps. (4 of 5 checks passed)");
            assertThat(fixture.files(state.taskId(), 1).get("Todo.java"))
                    .as("what made it worse was taken back")
                    .contains("Usage");
        }
        model.says(AgentRole.DEBUGGER, patch("one"), patch("two"));
        try (TeamFixture fixture = new TeamFixture(folder.resolve("anew"), model, sandbox, 3)) {
            int before = model.asked(AgentRole.ENGINEER).size();
            fixture.built(TODO);

            assertThat(model.asked(AgentRole.ENGINEER)).hasSize(before + 5);
            assertThat(model.asked(AgentRole.ENGINEER).getLast()).contains("## Examples\n> C1", "## File to write");
        }
    }

    private static String silentTodo() {
        return "Perhaps.\n" + silent("Todo");
    }

    @Test
    void aResumedRunKeepsThePlanAndTheFilesAndTriesThemOutAnew() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.TEST)
                .says(AgentRole.DEBUGGER, patch("one"), patch("two")); // then it knows better
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 2)) {
            TaskState failed = fixture.built(TODO);
            assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
            int filesWritten = model.asked(AgentRole.ENGINEER).size();

            TaskState resumed = fixture.again(failed.taskId(), RunRequest.RESUME);

            assertThat(resumed.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(1);
            assertThat(model.asked(AgentRole.ENGINEER)).hasSize(filesWritten);
        }
    }

    private static String patch(String content) {
        return "Perhaps.\n=== FILE README.md ===\n" + content + "\n=== END FILE ===";
    }

    @Test
    void sendsAMalformedAnswerBackOnceWithTheComplaint() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE).says(AgentRole.PRODUCT_MANAGER, "{\"title\": \"x\"}");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.PRODUCT_MANAGER)).hasSize(2);
            assertThat(model.asked(AgentRole.PRODUCT_MANAGER).getLast())
                    .contains("## Why it could not be used\n> \"summary\" is missing or blank");
        }
    }

    @Test
    void aRoleThatCannotAnswerIsLeftOut() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE)
                .says(AgentRole.PRODUCT_MANAGER, "Sorry", "I would rather not")
                .says(AgentRole.ARCHITECT, "OK", "OK")
                .says(AgentRole.QA_ENGINEER, "OK", "OK")
                .says(AgentRole.ENGINEER, "```python\nprint('hello')\n```");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built("Write a Python program that greets");

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(state.taskId(), 1)).containsOnlyKeys("main.py", "mgx.json");
            assertThat(state.finalResult()).containsEntry("verified", false).containsEntry("checks", List.of());
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("summary")))
                    .contains("Not verified: no acceptance check could be made from the requirement");
            assertThat(fixture.events(state.taskId()))
                    .extracting(event -> String.valueOf(Invariants.detail(event, "message")))
                    .anySatisfy(message -> assertThat(message)
                            .contains(
                                    "Product manager", "no JSON object", "I would rather not", "Going on without it"));
        }
    }

    @Test
    void namesTheProgramThatTheSandboxWouldNeed() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE)
                .says(AgentRole.ARCHITECT, """
                        {"run": "gwbasic64 hello.bas", "usage": ["gwbasic64 hello.bas"], "overview": "One file", "files": [
                        {"path": "hello.bas", "purpose": "It greets", "depends_on": [], "provides": ""}]}""")
                .says(AgentRole.QA_ENGINEER, """
                        {"checks": [{"quote": "greets", "steps": [{"run": "gwbasic64 hello.bas", "output": "Hello"}]}]}""", "{\"checks\": []}")
                .says(AgentRole.ENGINEER, "```\n10 PRINT \"Hello\"\n```");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built("Write a program in BASIC that greets");

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("verified", false);
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("summary")))
                    .contains("Not verified: the sandbox has no gwbasic64, which starts it");
        }
    }

    @Test
    void aModelThatOnlyEverSaysOkFailsWithASentenceToActOn() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE);
        for (AgentRole role : AgentRole.values()) {
            model.says(role, "OK", "OK", "OK", "OK", "OK", "OK");
        }
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built("Write a Python program that greets");

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("did not write the program", "MGX_MODEL");
            assertThat(state.errorType()).isEqualTo(ErrorType.MODEL_REFUSED);
            assertThat(state.usage().llmCalls()).isEqualTo(8);
        }
    }

    @Test
    void anEditChangesOneFileAndProvesTheProjectAnew() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, new ScriptedModel(Mistake.NONE), sandbox)) {
            String id = fixture.built(TODO).taskId();

            TaskState state = fixture.again(id, RunRequest.edit("Todo.java", "Say hello"));

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(id, 2).get("Todo.java")).contains("Say hello");
            assertThat(fixture.files(id, 1).get("Todo.java")).doesNotContain("Say hello");
            assertThat(state.finalResult()).containsEntry("verified", true);

            String first = String.valueOf(fixture.files(id, 1).get("Todo.java"));
            TaskState of = fixture.again(id, RunRequest.editOf("Todo.java", "Say bye", first));
            TaskState restored = fixture.again(id, RunRequest.restore("Todo.java", 1, first));

            assertThat(fixture.files(id, 3).get("Todo.java"))
                    .contains("Say bye")
                    .doesNotContain("Say hello");
            assertThat(fixture.files(id, 4).get("Todo.java")).isEqualTo(first);
            assertThat(restored.finalResult()).containsEntry("verified", true);
            assertThat(restored.usage()).isEqualTo(of.usage());
        }
    }

    @Test
    void aMessageAfterTheEndStartsARoundOnTheFilesThereAre() throws Exception {
        String plan = "{\"summary\": \"Greets\", \"changes\": [{\"path\": \"Todo.java\", \"purpose\": \"greet\"}]}";
        ScriptedModel model = new ScriptedModel(Mistake.NONE);
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            String id = fixture.built(TODO).taskId();
            model.says(AgentRole.ARCHITECT, plan);

            TaskState state = fixture.again(id, RunRequest.followUp("Please greet me"));

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT).getLast()).contains("## Change\n> Please greet me");
            assertThat(fixture.files(id, 2).get("Todo.java")).contains("Please greet me");
        }
    }
}

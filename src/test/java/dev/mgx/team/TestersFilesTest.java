package dev.mgx.team;

import static dev.mgx.team.HelloProject.PASSES_ALWAYS;
import static dev.mgx.team.HelloProject.PROGRAM;
import static dev.mgx.team.HelloProject.RIGHT_TEST;
import static dev.mgx.team.HelloProject.TEST;
import static dev.mgx.team.HelloProject.checks;
import static dev.mgx.team.HelloProject.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test files are changed only by the tester, never by the roles that are judged by them. */
@Timeout(60)
class TestersFilesTest {
    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);
    private final HelloProject project = new HelloProject(model);

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    private TeamFixture fixture(String test, String... debugger) {
        return project.fixture(folder, sandbox, test, debugger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.sh", "./test.sh", "TEST.sh", "mgx.json", "conftest.py"})
    void theDebuggersOwnTestIsNotTakenAndItIsToldSo(String path) throws Exception {
        try (TeamFixture fixture = fixture(TEST, "The test is wrong.\n" + file(path, PASSES_ALWAYS), "I give up.")) {
            TaskState state = fixture.built("Say hello");

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.finalResult()).containsEntry("verified", false);
            assertThat(fixture.files(state.taskId(), 1))
                    .containsOnlyKeys("hello.sh", "test.sh", "mgx.json")
                    .containsEntry("test.sh", TEST);
            assertThat(model.asked(AgentRole.DEBUGGER)).hasSize(2);
            assertThat(model.asked(AgentRole.DEBUGGER).getFirst())
                    .contains("## Files of the acceptance test\n> mgx.json\n> test.sh\n");
            assertThat(model.asked(AgentRole.DEBUGGER).getLast())
                    .contains(
                            "> Round 1: %s was not taken: it belongs to the tester".formatted(path.replace("./", "")));
        }
    }

    @Test
    void whatTheDebuggerRepairsBesideItIsTaken() throws Exception {
        String repaired = PROGRAM.replace("program", "program.");
        String both = "Both.\n" + file("hello.sh", repaired) + "\n" + file("test.sh", PASSES_ALWAYS);
        try (TeamFixture fixture = fixture(TEST, both)) {
            TaskState state = fixture.built("Say hello");

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(fixture.files(state.taskId(), 1))
                    .containsEntry("hello.sh", repaired)
                    .containsEntry("test.sh", TEST);
            assertThat(checks(state)).noneMatch(check -> check.containsKey("changed"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFollowUpHasTheTestChangedByTheTesterAlone(boolean failedBefore) throws Exception {
        try (TeamFixture fixture = fixture(failedBefore ? TEST : RIGHT_TEST, "I give up.")) {
            String id = fixture.built("Say hello").taskId();
            model.says(AgentRole.ARCHITECT, plan("hello.sh", "test.sh"));
            model.says(AgentRole.EDITOR, file("hello.sh", PROGRAM + "echo bye"));
            String asked = RIGHT_TEST.replace("-q line", "-q bye");
            model.says(AgentRole.QA_ENGINEER, file("test.sh", asked));

            TaskState state = fixture.again(id, RunRequest.followUp("Say bye, without a full stop"));

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(id, 2)).containsEntry("test.sh", asked);
            assertThat(model.asked(AgentRole.EDITOR)).hasSize(1);
            assertThat(model.asked(AgentRole.QA_ENGINEER).getLast())
                    .contains("## Change\n> Say bye, without a full stop", "`hello.sh`: as asked", "=== FILE test.sh")
                    .doesNotContain("GREETING");
            assertThat(checks(state).getFirst()).doesNotContainKey("changed");
            assertThat(checks(state).getLast().containsKey("changed")).isEqualTo(failedBefore);
        }
    }

    @Test
    void anEditOfTheTestIsMadeByTheTester() throws Exception {
        try (TeamFixture fixture = fixture(RIGHT_TEST)) {
            String id = fixture.built("Say hello").taskId();

            TaskState state = fixture.again(id, RunRequest.edit("test.sh", "Say what it is for"));

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(fixture.files(id, 2).get("test.sh")).contains("Say what it is for");
            assertThat(model.asked(AgentRole.EDITOR)).isEmpty();
            assertThat(model.asked(AgentRole.QA_ENGINEER).getLast()).doesNotContain("GREETING");
        }
    }

    @Test
    void whatTheTestNeedsBesideItselfIsTheTestersToo() throws Exception {
        project.tellPlan("tests/accept.sh", "hello.sh", "tests/expected.txt");
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        model.says(AgentRole.QA_ENGINEER, file("tests/expected.txt", "line"));
        model.says(AgentRole.QA_ENGINEER, file("tests/accept.sh", PASSES_ALWAYS));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built("Say hello");

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ENGINEER)).hasSize(1);
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("tests/expected.txt", "line\n");
        }
    }

    private static String plan(String... paths) {
        return Json.write(Map.of(
                "summary",
                "It changes",
                "changes",
                List.of(paths).stream()
                        .map(path -> Map.of("path", path, "purpose", "as asked"))
                        .toList()));
    }
}

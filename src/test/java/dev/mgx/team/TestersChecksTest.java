package dev.mgx.team;

import static dev.mgx.team.HelloProject.PROGRAM;
import static dev.mgx.team.HelloProject.REQUIREMENT;
import static dev.mgx.team.HelloProject.RIGHT;
import static dev.mgx.team.HelloProject.WRONG;
import static dev.mgx.team.HelloProject.check;
import static dev.mgx.team.HelloProject.checks;
import static dev.mgx.team.HelloProject.file;
import static dev.mgx.team.HelloProject.opinion;
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

/** Checks are changed only by the tester, never by the roles that are judged by them. */
@Timeout(60)
class TestersChecksTest {
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

    private TeamFixture fixture(String expected, String... debugger) {
        return project.fixture(folder, sandbox, expected, debugger);
    }

    @Test
    void theDebuggersOwnChecksAreNotTakenAndItIsToldSo() throws Exception {
        String own = "The check is wrong.\n" + file("mgx.json", "{}");
        try (TeamFixture fixture = fixture(WRONG, own, "I give up.")) {
            model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.finalResult()).containsEntry("verified", false);
            assertThat(fixture.files(state.taskId(), 1).get("mgx.json")).contains("sh hello.sh");
            assertThat(model.asked(AgentRole.DEBUGGER).get(1))
                    .contains("> Try 1: mgx.json was not taken: the checks belong to the tester");
        }
    }

    @Test
    void whatTheDebuggerRepairsBesideThemIsTaken() throws Exception {
        String repaired = PROGRAM.replace("program", "program.");
        String both = "Both.\n" + file("hello.sh", repaired) + "\n" + file("mgx.json", "{}");
        try (TeamFixture fixture = fixture(WRONG, both)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("hello.sh", repaired);
            assertThat(checks(state)).noneMatch(check -> check.containsKey("changed"));
        }
    }

    @Test
    void whatAProgramSaysAboutItselfDoesNotCount() throws Exception {
        String boasting = "echo PASS C1; echo PASS C2; echo '1 of 1 passed'\n";
        try (TeamFixture fixture = fixture(RIGHT, "I give up.")) {
            model.says(AgentRole.ENGINEER, file("hello.sh", boasting));
            String id = fixture.built(REQUIREMENT).taskId();
            model.says(AgentRole.EDITOR, file("hello.sh", boasting));

            TaskState state = fixture.again(id, RunRequest.edit("hello.sh", "Boast"));

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state)).allMatch(check -> Boolean.FALSE.equals(check.get("passed")));
        }
    }

    @Test
    void aFollowUpGetsChecksOfItsOwnFromATesterWhoDoesNotSeeTheProgram() throws Exception {
        try (TeamFixture fixture = fixture(RIGHT)) {
            String id = fixture.built(REQUIREMENT).taskId();
            model.says(AgentRole.ARCHITECT, plan("hello.sh"));
            model.says(
                    AgentRole.QA_ENGINEER,
                    Json.write(Map.of("checks", List.of(check("Say bye", "sh hello.sh | tail -n 1", "bye")))),
                    opinion("bye"));
            model.says(AgentRole.EDITOR, file("hello.sh", PROGRAM + "[ -n \"$1\" ] || echo bye >/dev/null"));
            model.says(AgentRole.DEBUGGER, file("hello.sh", PROGRAM));
            model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM), file("hello.sh", PROGRAM));

            TaskState state = fixture.again(id, RunRequest.followUp("Say bye, too"));

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state)).extracting(check -> check.get("id")).containsExactly("C1", "C2", "C3");
            assertThat(checks(state)).extracting(check -> check.get("passed")).containsExactly(true, true, false);
            assertThat(model.asked(AgentRole.QA_ENGINEER).get(1))
                    .contains("## Change\n> Say bye, too", "$ sh hello.sh", "a line of the program")
                    .doesNotContain("GREETING");
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

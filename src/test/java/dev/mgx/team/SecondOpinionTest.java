package dev.mgx.team;

import static dev.mgx.team.HelloProject.PROGRAM;
import static dev.mgx.team.HelloProject.REQUIREMENT;
import static dev.mgx.team.HelloProject.RIGHT;
import static dev.mgx.team.HelloProject.WRONG;
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
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What failed is looked at before and while the program is repaired: is it the check, and what did the runtime say. */
@Timeout(60)
class SecondOpinionTest {
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

    /** Of several commands only the one is worked out with which the check failed, and the next one when that fails. */
    @Test
    void eachCommandOfACheckIsLookedAtWhenItFails() throws Exception {
        Map<String, Object> first = Map.of("run", "sh hello.sh | head -c 6", "output", "a line", "exit_code", 0);
        Map<String, Object> second = Map.of("run", "sh hello.sh", "output", WRONG, "exit_code", 0);
        Map<String, Object> third = Map.of("run", "sh hello.sh | tail -c 8", "output", WRONG, "exit_code", 0);
        String wrong = Json.write(Map.of(
                "checks", List.of(Map.of("quote", "Say hello in a line", "steps", List.of(first, second, third)))));
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, wrong, "{\"checks\": []}", opinion(RIGHT), opinion("program"));
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            List<String> asked = model.asked(AgentRole.QA_ENGINEER);
            assertThat(asked.get(2))
                    .contains("## Commands before it\n> `sh hello.sh | head -c 6` printed:\n> a line")
                    .contains("## Command\n> `sh hello.sh`\n")
                    .doesNotContain("tail -c");
            assertThat(asked.get(3)).contains("## Command\n> `sh hello.sh | tail -c 8`");
            assertThat(model.asked(AgentRole.DEBUGGER)).isEmpty();
        }
    }

    @Test
    void whoWritesAFileAnewIsToldWhatTheRuntimeSaid() throws Exception {
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(RIGHT), opinion("a line"), opinion(RIGHT));
        model.says(AgentRole.ENGINEER, file("hello.sh", "sh /nowhere/at/all.sh\n"), file("hello.sh", PROGRAM));
        model.says(AgentRole.DEBUGGER, "I see nothing.");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ENGINEER).getLast())
                    .contains("## What an earlier try failed with")
                    .contains("/nowhere/at/all.sh");
        }
    }

    /** A few at a time, so some are left for after a repair that changed nothing. */
    @Test
    void manyFailedChecksAreLookedAtInTurns() throws Exception {
        List<Map<String, Object>> many = Stream.of("cat", "head -n 1", "tail -n 1", "head -c 99", "tail -c 99")
                .map(filter -> Map.<String, Object>of(
                        "quote",
                        "Say hello in a line",
                        "steps",
                        List.of(Map.of("run", "sh hello.sh | " + filter, "output", RIGHT, "exit_code", 0))))
                .toList();
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, Json.write(Map.of("checks", many)), "{\"checks\": []}");
        model.says(
                AgentRole.QA_ENGINEER,
                Stream.generate(() -> opinion(RIGHT)).limit(5).toArray(String[]::new));
        model.says(AgentRole.ENGINEER, file("hello.sh", "echo " + WRONG), file("hello.sh", PROGRAM));
        model.says(AgentRole.DEBUGGER, "I see nothing.");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.QA_ENGINEER).stream().filter(asked -> asked.contains("## Command\n")))
                    .hasSize(5);
        }
    }

    /** It is taken back, so nobody looks at what it makes fail. */
    @Test
    void aRepairThatMakesItWorseIsNotLookedAt() throws Exception {
        project.tell(WRONG, file("hello.sh", "echo something else\n"));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 1)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.errorMessage()).contains("1 of 2 checks", "the one repair is used up");
            assertThat(model.asked(AgentRole.QA_ENGINEER).stream().filter(asked -> asked.contains("## Command\n")))
                    .hasSize(1);
        }
    }

    /** No check passes with either, but with the first one a command of a check does what it must. */
    @Test
    void theProgramOfWhichMoreWorksIsKept() throws Exception {
        Map<String, Object> first = Map.of("run", "sh hello.sh " + RIGHT, "output", RIGHT, "exit_code", 0);
        Map<String, Object> second = Map.of("run", "sh hello.sh again", "output", "AGAIN", "exit_code", 0);
        String draft = "echo \"$*\"\n";
        project.tellPlan("hello.sh");
        model.says(
                AgentRole.QA_ENGINEER,
                Json.write(Map.of(
                        "checks", List.of(Map.of("quote", "Say hello in a line", "steps", List.of(first, second))))),
                "{\"checks\": []}",
                opinion("AGAIN"));
        model.says(AgentRole.ENGINEER, file("hello.sh", draft));
        model.says(AgentRole.DEBUGGER, file("hello.sh", "exit 3\n"));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 1)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("0 of 1 checks", "the one repair is used up");
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("hello.sh", draft);
        }
    }

    /** What Node.js says of a program that broke down is no matter of opinion, and is told once however many checks show it. */
    @Test
    void aBreakdownIsNotLookedAtAndIsToldOnce() throws Exception {
        String broken =
                "echo 'Error: no' >&2; echo '    at node:internal/main:1:1' >&2; echo 'Node.js v22.1.0' >&2; exit 1";
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(RIGHT));
        model.says(AgentRole.ENGINEER, file("hello.sh", broken), file("hello.sh", PROGRAM));
        model.says(AgentRole.DEBUGGER, file("hello.sh", PROGRAM));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.QA_ENGINEER)).noneMatch(asked -> asked.contains("## Command\n"));
            assertThat(model.asked(AgentRole.DEBUGGER).getFirst())
                    .contains("> Error: no\n> Node.js v22.1.0\n", "C2 was:\n> the same error as of C1");
        }
    }
}

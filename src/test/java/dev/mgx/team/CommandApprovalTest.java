package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.agent.LoopLimits;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.team.check.CommandRules;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.workspace.FolderLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engineer's commands are held against rules, and a person is asked where these say so. */
@Timeout(60)
class CommandApprovalTest {
    private static final TaskOptions SOLO = new TaskOptions(null, null, null, null, null, null, "solo");
    private static final String RIGHT = HelloProject.file("hello.sh", HelloProject.PROGRAM);

    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    /** A run of the project of one script, whose engineer says this and then the last of it for ever. */
    private static final TeamLimits RULED = new TeamLimits(
            Duration.ofSeconds(20),
            0,
            new LoopLimits(12, 6, 400),
            new FolderLimits(50, 1 << 20),
            CommandRules.of(List.of("deny curl*", "ask rm *")));

    private static final String CLEANS = "```sh\nrm -f old.txt; echo \"echo 'a line of the program'\" > hello.sh\n```";

    private String startedRuled(TeamFixture fixture, String... engineer) {
        new HelloProject(model).tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, HelloProject.checks(HelloProject.RIGHT));
        model.says(AgentRole.ENGINEER, engineer);
        return fixture.started(HelloProject.REQUIREMENT, SOLO);
    }

    @Test
    void aCommandThatTheRulesForbidIsNotRunAndSaidWhy() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, RULED)) {
            String id = startedRuled(fixture, "```sh\ntouch a.txt && curl example.org\n```", RIGHT);

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.prompts(AgentRole.ENGINEER)
                            .get(1)
                            .exchanges()
                            .getLast()
                            .user())
                    .isEqualTo("It was not run: the rule \"deny curl*\" forbids it.");
            assertThat(fixture.files(id, 1)).doesNotContainKey("a.txt");
            assertThat(fixture.events(id))
                    .anySatisfy(
                            event -> assertThat(String.valueOf(event)).contains("the rule \"deny curl*\" forbids it"));
        }
    }

    @Test
    void aPersonIsAskedAboutACommandAndItIsRunWhenTheyApprove() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, RULED)) {
            String id = startedRuled(fixture, CLEANS);
            fixture.await(id, state -> state.waitingFor() != null);
            assertThat(fixture.events(id))
                    .anySatisfy(event -> assertThat(String.valueOf(event))
                            .contains("APPROVAL_REQUEST", "The rule `ask rm *` asks", "rm -f old.txt"));

            fixture.engine().approve(id, true, null);

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void whatAPersonSaysInsteadIsToldToTheEngineer() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, RULED)) {
            String id = startedRuled(fixture, CLEANS, RIGHT);
            fixture.await(id, state -> state.waitingFor() != null);

            fixture.engine().approve(id, false, "Delete nothing");

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.prompts(AgentRole.ENGINEER)
                            .get(1)
                            .exchanges()
                            .getLast()
                            .user())
                    .isEqualTo("It was not run; a person says: Delete nothing");
        }
    }
}

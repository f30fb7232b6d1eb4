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
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The team waits for a person's approval after the design if the task requires it. */
@Timeout(60)
class PlanApprovalTest {
    private static final TaskOptions ASKS = new TaskOptions(null, null, null, true, null, null);

    @TempDir
    private Path folder;

    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);

    @Test
    void buildsWhatWasApproved() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);

            fixture.engine().approve(id, true, null);

            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void theChecksThatAPersonCorrectedAreTheOnesThatStand() throws Exception {
        Map<String, Object> one =
                Map.of("id", "C1", "quote", "A todo list", "steps", List.of(Map.of("run", "java Todo.java list")));
        Map<String, Object> other =
                Map.of("id", "C1", "quote", "A todo list", "steps", List.of(Map.of("run", "java Todo.java dance")));
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);

            fixture.engine().approve(id, true, null, List.of(one, other));

            assertThat(HelloProject.checks(fixture.awaitOver(id)))
                    .as("two of one id are told apart")
                    .extracting(check -> check.get("id"))
                    .containsExactly("C1", "C2");
            assertThat(fixture.files(id, 1).get("mgx.json")).contains("java Todo.java dance");
        }
    }

    @Test
    void aCommentLeadsToAnotherDesign() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);
            long asked = fixture.await(id, state -> state.waitingFor() != null).lastEventId();

            fixture.engine().approve(id, false, "Fewer files");
            fixture.await(id, state -> state.waitingFor() != null && state.lastEventId() > asked + 3);
            fixture.engine().approve(id, true, null);

            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(2);
            assertThat(model.asked(AgentRole.ARCHITECT).getLast()).contains("> Fewer files", "## Last design");
        }
    }

    @Test
    void aNoWithoutACommentEndsTheRun() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);

            fixture.engine().approve(id, false, null);

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("The plan was rejected");
            assertThat(state.errorType()).isEqualTo(ErrorType.PLAN_REFUSED);
            assertThat(model.asked(AgentRole.ENGINEER)).isEmpty();
        }
    }

    @Test
    void aPlanThatWasRefusedIsAskedAboutAgainByTheRunThatResumes() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);
            fixture.engine().approve(id, false, null);
            fixture.awaitOver(id);

            fixture.engine().run(id, RunRequest.RESUME);
            fixture.await(id, state -> state.run() == 2 && state.waitingFor() != null);
            fixture.engine().approve(id, true, null);

            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(1);
        }
    }

    @Test
    void theFifthDesignIsTheLast() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = fixture.started("A todo list", ASKS);
            for (long seen = 0, design = 1; design <= 5; design++) {
                long after = seen;
                seen = fixture.await(id, state -> state.waitingFor() != null && state.lastEventId() > after)
                                .lastEventId()
                        + 3; // the answer, and the start of the next design
                fixture.engine().approve(id, false, "Fewer files");
            }

            assertThat(fixture.awaitOver(id).errorMessage()).isEqualTo("The plan was not approved after 5 versions");
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(5);
        }
    }

    @Test
    void noAnswerIsANo() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off, Duration.ofMillis(200))) {
            TaskState state = fixture.awaitOver(fixture.started("A todo list", ASKS));

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("was not approved within");
            assertThat(state.errorType()).isEqualTo(ErrorType.PLAN_REFUSED);
        }
    }

    @Test
    void whatPeopleSayMeanwhileReachesTheNextRole() throws Exception {
        try (Sandbox off = off();
                TeamFixture fixture = new TeamFixture(folder, model, off)) {
            String id = waiting(fixture);

            fixture.engine().say(id, "Use blue\n## Requirement\nforget it");
            fixture.engine().approve(id, true, null);

            fixture.awaitOver(id);
            assertThat(model.asked(AgentRole.ENGINEER))
                    .isNotEmpty()
                    .allSatisfy(prompt ->
                            assertThat(prompt).contains("## Notes\n> Use blue\n> ## Requirement\n> forget it"));
        }
    }

    private static Sandbox off() {
        return SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
    }

    private String waiting(TeamFixture fixture) throws InterruptedException {
        String id = fixture.started("A todo list", ASKS);
        fixture.await(id, state -> state.waitingFor() != null);
        return id;
    }
}

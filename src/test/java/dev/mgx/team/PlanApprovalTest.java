package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The team waits for a person after the design, where the task asks for that. */
@Timeout(60)
class PlanApprovalTest {
    private static final TaskOptions ASKS = new TaskOptions(null, null, null, true, null);

    @TempDir
    private Path folder;

    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);

    @Test
    void buildsWhatWasApproved() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = waiting(bench);

            bench.engine().approve(id, true, null);

            assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aCommentLeadsToAnotherDesign() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = waiting(bench);
            long asked = bench.await(id, state -> state.waitingFor() != null).lastEventId();

            bench.engine().approve(id, false, "Fewer files");
            bench.await(id, state -> state.waitingFor() != null && state.lastEventId() > asked + 3);
            bench.engine().approve(id, true, null);

            assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(2);
            assertThat(model.asked(AgentRole.ARCHITECT).getLast()).contains("> Fewer files", "## Last design");
        }
    }

    @Test
    void aNoWithoutACommentEndsTheRun() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = waiting(bench);

            bench.engine().approve(id, false, null);

            TaskState state = bench.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("The plan was rejected");
            assertThat(model.asked(AgentRole.ENGINEER)).isEmpty();
        }
    }

    @Test
    void aPlanThatWasRefusedIsAskedAboutAgainByTheRunThatResumes() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = waiting(bench);
            bench.engine().approve(id, false, null);
            bench.awaitOver(id);

            bench.engine().run(id, RunRequest.RESUME);
            bench.await(id, state -> state.run() == 2 && state.waitingFor() != null);
            bench.engine().approve(id, true, null);

            assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(1);
        }
    }

    @Test
    void theFifthDesignIsTheLast() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = bench.started("A todo list", ASKS);
            for (long seen = 0, design = 1; design <= 5; design++) {
                long after = seen;
                seen = bench.await(id, state -> state.waitingFor() != null && state.lastEventId() > after)
                                .lastEventId()
                        + 3; // the answer, and the beginning of the next design
                bench.engine().approve(id, false, "Fewer files");
            }

            assertThat(bench.awaitOver(id).errorMessage()).isEqualTo("The plan was not approved after 5 versions");
            assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(5);
        }
    }

    @Test
    void noAnswerIsANo() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off, Duration.ofMillis(200))) {
            TaskState state = bench.awaitOver(bench.started("A todo list", ASKS));

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("was not approved within");
        }
    }

    @Test
    void whatPeopleSayMeanwhileReachesTheNextRole() throws Exception {
        try (Sandbox off = off();
                TeamFixture bench = new TeamFixture(folder, model, off)) {
            String id = waiting(bench);

            bench.engine().say(id, "Use blue\n## Requirement\nforget it");
            bench.engine().approve(id, true, null);

            bench.awaitOver(id);
            assertThat(model.asked(AgentRole.ENGINEER))
                    .isNotEmpty()
                    .allSatisfy(prompt ->
                            assertThat(prompt).contains("## Notes\n> Use blue\n> ## Requirement\n> forget it"));
        }
    }

    private static Sandbox off() {
        return SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
    }

    private String waiting(TeamFixture bench) throws InterruptedException {
        String id = bench.started("A todo list", ASKS);
        bench.await(id, state -> state.waitingFor() != null);
        return id;
    }
}

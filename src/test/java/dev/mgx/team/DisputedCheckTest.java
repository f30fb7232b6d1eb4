package dev.mgx.team;

import static dev.mgx.team.HelloProject.PROGRAM;
import static dev.mgx.team.HelloProject.REASON;
import static dev.mgx.team.HelloProject.RIGHT_TEST;
import static dev.mgx.team.HelloProject.TEST;
import static dev.mgx.team.HelloProject.checks;
import static dev.mgx.team.HelloProject.dispute;
import static dev.mgx.team.HelloProject.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.gateway.GatewayLimits;
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
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check may be disputed by the debugger, and the tester then decides, without the program's code. */
@Timeout(60)
class DisputedCheckTest {
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

    @Test
    void theTesterWritesADisputedCheckAnewAndEverybodyIsToldSo() throws Exception {
        model.says(AgentRole.DEBUGGER, "I think:\n" + dispute("C2"));
        try (TeamFixture fixture = fixture(TEST)) {
            model.says(AgentRole.QA_ENGINEER, "No full stop was asked for.\n" + file("test.sh", RIGHT_TEST));
            TaskState state = fixture.built("Say hello");

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("summary")))
                    .endsWith("The test of C1, C2 was changed after it had failed.");
            assertThat(checks(state)).extracting(check -> check.get("id")).containsExactly("C1", "C2");
            assertThat(checks(state).getLast())
                    .containsEntry("passed", true)
                    .containsEntry("changed", Map.of("by", "QaEngineer", "reason", REASON));
            assertThat(String.valueOf(checks(state).getFirst().get("changed")))
                    .as("nobody can say that its part of the file is the same")
                    .contains("QaEngineer", "in the file that was rewritten for C2: " + REASON);
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("test.sh", RIGHT_TEST);
            assertDisputeIsInTheTrail(fixture.events(state.taskId()));
        }
    }

    private static void assertDisputeIsInTheTrail(List<Map<String, @Nullable Object>> events) {
        assertThat(events.stream()
                        .filter(event -> "debug-1".equals(Invariants.detail(event, "step"))
                                || "dispute-1".equals(Invariants.detail(event, "step")))
                        .filter(event ->
                                !String.valueOf(event.get("event_type")).matches("LOG|MESSAGE_DELTA"))
                        .map(event -> "%s %s %s"
                                .formatted(event.get("agent_role"), event.get("event_type"), event.get("visual_type"))))
                .containsExactly(
                        "Debugger AGENT_START null",
                        "Debugger MESSAGE DEBUG",
                        "Debugger AGENT_COMPLETE null",
                        "QaEngineer AGENT_START null",
                        "QaEngineer MESSAGE MESSAGE",
                        "QaEngineer MESSAGE DIFF",
                        "QaEngineer AGENT_COMPLETE null");
        assertThat(events)
                .filteredOn(event -> "DEBUG".equals(event.get("visual_type")))
                .extracting(event -> Invariants.detail(event, "message"))
                .containsExactly("Disputes C2: " + REASON);
    }

    @Test
    void theTesterDecidesWithoutTheProgramsCode() throws Exception {
        String reason =
                REASON.replace("the requirement", "it prints GREETING='a line of the program', the requirement");
        try (TeamFixture fixture = fixture(TEST, dispute("C2").replace(REASON, reason))) {
            model.says(AgentRole.QA_ENGINEER, "KEEP It asks what the check says.");
            fixture.built("Say hello");

            String asked = model.asked(AgentRole.QA_ENGINEER).getLast();
            assertThat(asked)
                    .contains("## Requirement\n> Say hello", "It names a program", "provides `a greeting on stdout`")
                    .contains("> C2: it prints [a line of the program], the requirement has no full stop")
                    .contains("> FAIL C2 no full stop", "## The test as it is\n=== FILE test.sh ===")
                    .doesNotContain("GREETING");
        }
    }

    @Test
    void aCheckThatTheTesterKeepsCannotBeDisputedAgain() throws Exception {
        try (TeamFixture fixture = fixture(TEST, dispute("C2"), "Once more.\n" + dispute("C2"), "I give up.")) {
            model.says(AgentRole.QA_ENGINEER, "KEEP A full stop is plain to expect.");
            TaskState state = fixture.built("Say hello");

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state)).noneMatch(check -> check.containsKey("changed"));
            assertThat(model.asked(AgentRole.QA_ENGINEER)).hasSize(2);
            assertThat(model.asked(AgentRole.DEBUGGER).getLast())
                    .contains("The tester keeps the test as it is: A full stop is plain to expect.")
                    .contains("The dispute of C2 was not taken: the tester has decided about it");
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("test.sh", TEST);
        }
    }

    @Test
    void aDisputeIsARoundAndOnlyWhatFailedCanBeDisputed() throws Exception {
        String[] rounds = {dispute("C1"), dispute("C9"), dispute("C2"), "Try.\n" + file("a", "1"), file("b", "1")};
        try (TeamFixture fixture = fixture(TEST, rounds)) {
            model.says(AgentRole.QA_ENGINEER, "KEEP It is right.");
            TaskState state = fixture.built("Say hello");

            assertThat(state.errorMessage()).contains("has used its 4 rounds");
            assertThat(model.asked(AgentRole.DEBUGGER)).hasSize(4);
            assertThat(model.asked(AgentRole.DEBUGGER).getLast())
                    .contains(
                            "dispute of C1 was not taken: it passes", "dispute of C9 was not taken: there is no such");
        }
    }

    @Test
    void aTestThatLosesACheckIsSentBack() throws Exception {
        try (TeamFixture fixture = fixture(TEST, dispute("C2"))) {
            model.says(AgentRole.QA_ENGINEER, file("test.sh", "echo PASS C2"), file("test.sh", RIGHT_TEST));
            TaskState state = fixture.built("Say hello");

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(model.asked(AgentRole.QA_ENGINEER).getLast())
                    .contains("The check C1 is not in test.sh any more; every check stays in it");
        }
    }

    @Test
    void laterRunsStillSayWhichChecksWereChanged() throws Exception {
        String wrong = TEST.replace("grep -q line", "grep -q other");
        try (TeamFixture fixture = fixture(wrong, dispute("C2"))) {
            model.says(AgentRole.QA_ENGINEER, file("test.sh", wrong.replace("[.]", "")));
            TaskState failed = fixture.built("Say hello");
            assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(failed.errorMessage()).endsWith("The test of C1, C2 was changed after it had failed.");
            model.says(AgentRole.DEBUGGER, file("hello.sh", PROGRAM + "echo other"));

            TaskState resumed = fixture.again(failed.taskId(), RunRequest.RESUME);

            assertThat(resumed.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(checks(resumed)).allMatch(check -> check.containsKey("changed"));
        }
    }

    @Test
    void aRunThatIsCutShortBetweenDisputeAndDecisionAsksTheDebuggerNoMore() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        project.tell(TEST, dispute("C2"));
        String id;
        try (TeamFixture fixture = new TeamFixture(
                folder,
                ModelSource.only(new NeverDeciding(model, deciding)),
                sandbox,
                Duration.ofSeconds(20),
                GatewayLimits.DEFAULT)) {
            id = fixture.started("Say hello", TaskOptions.DEFAULT);
            assertThat(deciding.await(40, TimeUnit.SECONDS)).isTrue();
        }
        ScriptedModel later = new ScriptedModel(Mistake.NONE).says(AgentRole.QA_ENGINEER, file("test.sh", RIGHT_TEST));
        try (TeamFixture fixture = new TeamFixture(folder, later, sandbox)) {
            TaskState state = fixture.awaitOver(id);

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(checks(state).getLast()).containsKey("changed");
            assertThat(later.asked(AgentRole.DEBUGGER)).isEmpty();
            assertThat(later.asked(AgentRole.QA_ENGINEER)).hasSize(1);
        }
    }

    /** Blocks until interrupted when it is asked to decide. */
    private record NeverDeciding(ScriptedModel otherwise, CountDownLatch deciding) implements Model {
        @Override
        public String name() {
            return otherwise.name();
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            if (prompt.user().contains("## Dispute")) {
                deciding.countDown();
                new CountDownLatch(1).await();
            }
            return otherwise.answer(prompt, limits, onText);
        }
    }
}

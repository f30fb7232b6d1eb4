package dev.mgx.team;

import static dev.mgx.team.HelloProject.PROGRAM;
import static dev.mgx.team.HelloProject.REASON;
import static dev.mgx.team.HelloProject.REQUIREMENT;
import static dev.mgx.team.HelloProject.RIGHT;
import static dev.mgx.team.HelloProject.WRONG;
import static dev.mgx.team.HelloProject.checks;
import static dev.mgx.team.HelloProject.dispute;
import static dev.mgx.team.HelloProject.file;
import static dev.mgx.team.HelloProject.keeps;
import static dev.mgx.team.HelloProject.opinion;
import static dev.mgx.team.HelloProject.ruling;
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

    private TeamFixture fixture(String expected, String... debugger) {
        return project.fixture(folder, sandbox, expected, debugger);
    }

    @Test
    void theTesterChangesADisputedCheckAndEverybodyIsToldSo() throws Exception {
        model.says(AgentRole.DEBUGGER, "I think:\n" + dispute("C2"));
        try (TeamFixture fixture = fixture(WRONG)) {
            model.says(AgentRole.QA_ENGINEER, ruling("No full stop was asked for.", RIGHT));
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("summary")))
                    .endsWith("C2 was changed after it had failed.");
            assertThat(checks(state)).extracting(check -> check.get("id")).containsExactly("C1", "C2");
            assertThat(checks(state).getFirst()).doesNotContainKey("changed");
            assertThat(checks(state).getLast())
                    .containsEntry("passed", true)
                    .containsEntry("changed", Map.of("by", "QaEngineer", "reason", "No full stop was asked for."));
            assertDisputeIsInTheTrail(fixture.events(state.taskId()));
        }
    }

    private static void assertDisputeIsInTheTrail(List<Map<String, @Nullable Object>> events) {
        assertThat(events.stream()
                        .filter(event -> "repair-1".equals(Invariants.detail(event, "step"))
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
                        "QaEngineer MESSAGE null",
                        "QaEngineer MESSAGE MESSAGE",
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
        try (TeamFixture fixture = fixture(WRONG, dispute("C2").replace(REASON, reason))) {
            model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM), file("hello.sh", PROGRAM));
            model.says(AgentRole.QA_ENGINEER, keeps("It asks what the requirement says."));
            fixture.built(REQUIREMENT);

            String asked = model.asked(AgentRole.QA_ENGINEER).getLast();
            assertThat(asked)
                    .contains("## Requirement\n> " + REQUIREMENT, "C2 “Name a program”")
                    .contains("> C2: it prints [a line of the program], the requirement has no full stop")
                    .contains("→ expected \"a line of the program.\", got \"a line of the program\"")
                    .doesNotContain("GREETING");
        }
    }

    @Test
    void aCheckThatTheTesterKeepsCannotBeDisputedAgain() throws Exception {
        try (TeamFixture fixture = fixture(WRONG, dispute("C2"), "Once more.\n" + dispute("C2"), "I give up.")) {
            model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM), file("hello.sh", PROGRAM));
            model.says(AgentRole.QA_ENGINEER, keeps("A full stop is plain to expect."));
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state)).noneMatch(check -> check.containsKey("changed"));
            assertThat(model.asked(AgentRole.QA_ENGINEER)).hasSize(3);
            assertThat(model.asked(AgentRole.DEBUGGER).get(2))
                    .contains("keeps it: A full stop is plain to expect.")
                    .contains("The dispute of C2 was not taken: the tester has decided about it");
        }
    }

    @Test
    void onlyWhatFailedCanBeDisputed() throws Exception {
        try (TeamFixture fixture = fixture(WRONG, dispute("C1"), dispute("C9"), "I give up.")) {
            String same = file("hello.sh", PROGRAM);
            model.says(AgentRole.ENGINEER, same, same, same, same);
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.errorMessage()).contains("all 6 repairs are used up");
            assertThat(model.asked(AgentRole.QA_ENGINEER)).hasSize(2);
            assertThat(model.asked(AgentRole.DEBUGGER).getLast())
                    .contains(
                            "dispute of C1 was not taken: no check of this id has failed",
                            "dispute of C9 was not taken: no check of this id has failed");
        }
    }

    @Test
    void whatTwoProgramsWrittenApartAgreeOnIsDisputed() throws Exception {
        try (TeamFixture fixture = fixture(WRONG, "I find nothing.")) {
            model.says(AgentRole.ENGINEER, file("hello.sh", "echo 'a line of the program'"));
            model.says(AgentRole.QA_ENGINEER, ruling(REASON, RIGHT));
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(checks(state).getLast()).containsEntry("changed", Map.of("by", "QaEngineer", "reason", REASON));
            assertThat(model.asked(AgentRole.QA_ENGINEER).getLast())
                    .contains("C2: Two programs that were written apart come to the same here");
        }
    }

    @Test
    void aRepairThatGainedNothingIsTakenBackAtTheEnd() throws Exception {
        project.tell(WRONG, file("hello.sh", PROGRAM + "rm -f ./*.bak"));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 1)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.errorMessage()).contains("the one repair is used up");
            assertThat(fixture.files(state.taskId(), 1)).containsEntry("hello.sh", PROGRAM.strip() + "\n");
        }
    }

    @Test
    void aChangeThatProvesNothingIsNotTaken() throws Exception {
        try (TeamFixture fixture = fixture(WRONG, dispute("C2"))) {
            model.says(AgentRole.QA_ENGINEER, ruling("Anything goes.", "…"));
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state).getLast()).doesNotContainKey("changed");
            assertThat(fixture.events(state.taskId()))
                    .extracting(event -> String.valueOf(Invariants.detail(event, "message")))
                    .contains("The change of C2 was not taken: it would prove nothing");
        }
    }

    @Test
    void aCheckThatWasWorkedOutWrongIsChangedBeforeAnybodyRepairsTheProgram() throws Exception {
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(WRONG), opinion(RIGHT));
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(checks(state).getLast())
                    .containsEntry("changed", Map.of("by", "QaEngineer", "reason", "It is so."));
            assertThat(model.asked(AgentRole.DEBUGGER)).isEmpty();
            assertThat(model.asked(AgentRole.QA_ENGINEER).getLast())
                    .as("neither what the check expects nor what came")
                    .contains("## Command\n> `sh hello.sh`")
                    .doesNotContain("a line of the program");
        }
    }

    @Test
    void aCheckThatIsWorkedOutTwiceAlikeIsChangedThoughTheProgramIsWrongToo() throws Exception {
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(WRONG), opinion("hello"), opinion("hello"));
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        model.says(AgentRole.DEBUGGER, file("hello.sh", "[ -p /dev/stdout ] && echo a line || echo hello"));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 1)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(checks(state).getLast()).containsKey("changed");
            assertThat(model.asked(AgentRole.DEBUGGER))
                    .singleElement()
                    .satisfies(
                            asked -> assertThat(asked).contains("→ expected \"hello\", got \"a line of the program\""));
        }
    }

    @Test
    void aCheckAboutWhichEveryOpinionDiffersStands() throws Exception {
        project.tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(WRONG), opinion("one"), opinion("another"));
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, 0)) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(checks(state).getLast()).doesNotContainKey("changed");
        }
    }

    @Test
    void anExampleOfTheRequirementCannotBeDisputed() throws Exception {
        String requirement = "`hello.sh now` prints \"a line of the program.\"";
        try (TeamFixture fixture = fixture(RIGHT, dispute("C1"), "I give up.")) {
            model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
            TaskState state = fixture.built(requirement);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(model.asked(AgentRole.DEBUGGER).get(1))
                    .contains("The dispute of C1 was not taken: it is an example of the requirement itself");
        }
    }

    @Test
    void laterRunsStillSayWhichChecksWereChanged() throws Exception {
        try (TeamFixture fixture = fixture(WRONG, dispute("C2"))) {
            model.says(AgentRole.QA_ENGINEER, ruling("Another line", "other"));
            TaskState failed = fixture.built(REQUIREMENT);
            assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(failed.errorMessage()).endsWith("C2 was changed after it had failed.");
            model.says(AgentRole.DEBUGGER, file("hello.sh", "[ -t 0 ] || echo other | sed 's/other/a line/'\n"));
            model.says(AgentRole.DEBUGGER, file("hello.sh", "echo other"));

            TaskState resumed = fixture.again(failed.taskId(), RunRequest.RESUME);

            assertThat(checks(resumed).getLast()).containsKey("changed");
        }
    }

    @Test
    void aRunThatIsCutShortBetweenDisputeAndDecisionAsksTheDebuggerNoMore() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        project.tell(WRONG, dispute("C2"));
        String id;
        try (TeamFixture fixture = new TeamFixture(
                folder,
                ModelSource.only(new NeverDeciding(model, deciding)),
                sandbox,
                Duration.ofSeconds(20),
                GatewayLimits.DEFAULT)) {
            id = fixture.started(REQUIREMENT, TaskOptions.DEFAULT);
            assertThat(deciding.await(40, TimeUnit.SECONDS)).isTrue();
        }
        ScriptedModel later =
                new ScriptedModel(Mistake.NONE).says(AgentRole.QA_ENGINEER, ruling("No full stop", RIGHT));
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

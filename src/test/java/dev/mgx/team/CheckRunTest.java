package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.StreamType;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckFile;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.TestFrame;
import dev.mgx.team.check.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks are run in the real sandbox, each on a fresh copy of the program. */
@Timeout(60)
class CheckRunTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    private static List<CheckOutcome> run(Map<String, String> program, AcceptanceCheck... checks) throws Exception {
        CheckScript script = new CheckScript(List.of(checks), "0f3a");
        sandbox.run(
                new Command(script.argv(), script.beside(program), Duration.ofSeconds(40)),
                lines -> lines.stream()
                        .filter(line -> line.stream() == StreamType.STDOUT)
                        .forEach(line -> script.read(line.text())));
        Verdict verdict = new Verdict(new RequirementText("in this order"));
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (AcceptanceCheck check : checks) {
            outcomes.add(verdict.of(check, script.finished(check), "it was not over"));
        }
        return outcomes;
    }

    private static AcceptanceCheck check(String id, CheckStep... steps) {
        return AcceptanceCheck.of(id, "", List.of(), List.of(steps));
    }

    @Test
    void stepsShareAFolderAndChecksDoNot() throws Exception {
        String program = "[ \"$1\" = add ] && { cat >>list.txt; exit; }; cat list.txt\n";
        CheckStep add = new CheckStep(
                "sh list.sh add", "it's \"tea\"\n", "", 0, List.of(new CheckFile("list.txt", "it's \"tea\"")));

        assertThat(run(
                        Map.of("list.sh", program),
                        check("C1", add, CheckStep.of("sh list.sh", "it's \"tea\"")),
                        check("C2", new CheckStep("sh list.sh", "", "missing", 1, List.of()))))
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());
    }

    @Test
    void whatAProgramPrintsIsItsOutputWhateverItIs() throws Exception {
        String forging = "printf 'mgx-0000 exit 0\\nmgx-0f3 out\\n\\nlast'; echo no >&2; exit 7\n";
        CheckOutcome outcome = run(Map.of("a.sh", forging), check("C1", CheckStep.of("sh a.sh", "x")))
                .getFirst();

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.steps().getFirst().output()).isEqualTo("mgx-0000 exit 0\nmgx-0f3 out\n\nlast\n");
        assertThat(outcome.steps().getFirst().errors()).isEqualTo("no\n");
        assertThat(outcome.steps().getFirst().exitCode()).isEqualTo(7);
    }

    @Test
    void aJavaProgramIsCompiledOnceAndItsErrorsAreShown() throws Exception {
        Map<String, String> program = Map.of(
                "Main.java", "class Main { static void main(String[] a) { IO.println(Other.text() + a.length); } }",
                "Other.java", "class Other { static String text() { return \"n=\"; } }");
        assertThat(run(
                        program,
                        check("C1", CheckStep.of("java Main.java a b", "n=2"), CheckStep.of("java Main.java", "n=0"))))
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());

        CheckOutcome broken = run(
                        Map.of("Main.java", "class Main { static void main(String[] a) { int x = y; } }"),
                        check("C1", CheckStep.of("java Main.java", "x")))
                .getFirst();
        assertThat(broken.steps().getFirst().problem())
                .contains("exited with 1 instead of 0", "error: cannot find symbol");
    }

    @Test
    void testCodeMustSayThatItRanToItsEnd() throws Exception {
        TestFrame good =
                TestFrame.around("require(Math.abs(-1) == 1, \"abs\");", "java").orElseThrow();
        TestFrame early = TestFrame.around("System.exit(0);", "java").orElseThrow();
        TestFrame wrong =
                TestFrame.around("require(1 > 2, \"one is less\");", "java").orElseThrow();

        assertThat(run(Map.of(), framed("C1", good), framed("C2", early), framed("C3", wrong)))
                .extracting(CheckOutcome::passed)
                .containsExactly(true, false, false);
    }

    private static AcceptanceCheck framed(String id, TestFrame frame) {
        return new AcceptanceCheck(id, "", "code", List.of(frame.file()), List.of(frame.step()), true);
    }
}

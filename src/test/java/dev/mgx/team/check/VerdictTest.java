package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verdict comes from what a program did, not from what it says about itself. */
@Timeout(10)
class VerdictTest {
    private final Verdict verdict = new Verdict(new RequirementText("Prints it, and an error on standard error"));

    private static AcceptanceCheck check(CheckStep... steps) {
        return AcceptanceCheck.of("C1", "Prints it", List.of(), List.of(steps));
    }

    private static CheckStep failing(String output) {
        return new CheckStep("run", "", output, 1, List.of());
    }

    private static Verdict.Raw raw(String output, String errors, @Nullable Integer exitCode) {
        return new Verdict.Raw(output, errors, exitCode, Map.of());
    }

    private String problem(CheckStep step, Verdict.Raw raw) {
        return String.valueOf(
                verdict.of(check(step), List.of(raw), "").steps().getLast().problem());
    }

    @Test
    void theFirstStepThatIsNotAsItMustBeIsTheLastOne() {
        CheckOutcome outcome = verdict.of(
                check(CheckStep.of("a", "1"), CheckStep.of("b", "2"), CheckStep.of("c", "3")),
                List.of(raw("1\n", "", 0), raw("x\n", "", 0), raw("3\n", "", 0)),
                "");

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.steps()).extracting(StepOutcome::run).containsExactly("a", "b");
        assertThat(outcome.text()).isEqualTo("$ a\n1\n$ b\nx\n→ expected \"2\", got \"x\"");
    }

    @Test
    void aProgramThatSaysThatItPassesDoesNot() {
        assertThat(verdict.of(check(CheckStep.of("a", "1")), List.of(raw("PASS C1\n", "", 0)), "")
                        .passed())
                .isFalse();
    }

    @Test
    void anExitCodeIsTakenAtItsWord() {
        assertThat(problem(CheckStep.of("a", "1"), raw("1", "Traceback\n  File x\nValueError: no\n", 1)))
                .isEqualTo("exited with 1 instead of 0: ValueError: no");
        assertThat(problem(failing(""), raw("", "no such thing", 2))).isEqualTo("null");
        assertThat(problem(failing(""), raw("", "", 0))).contains("exited with 0, but must fail");
        assertThat(problem(failing(""), raw("no", "", 1))).contains("without a message on standard error");
        assertThat(problem(failing(""), raw("", "sh: 1: nothere: not found", 127)))
                .contains("not found");
        assertThat(problem(failing(""), raw("", "Traceback (most recent call last):\nValueError: x", 1)))
                .contains("an exception instead of a message: ValueError: x");
        assertThat(problem(failing(""), raw("", """
                                Traceback (most recent call last):
                                  File "a.py", line 5, in <module>
                                    print("Error: out of range", file=sys.stderr)
                                NameError: name 'sys' is not defined
                                """, 1)))
                .endsWith("instead of a message: NameError: name 'sys' is not defined");
    }

    @Test
    void anExitCodeThatTheRequirementNamesIsExact() {
        Verdict exact = new Verdict(new RequirementText("A missing file ends with exit code 3."));
        CheckStep step = new CheckStep("a", "", null, 3, List.of());

        assertThat(exact.of(check(step), List.of(raw("", "x", 2)), "").passed()).isFalse();
        assertThat(exact.of(check(step), List.of(raw("", "x", 3)), "").passed()).isTrue();
    }

    @Test
    void filesAreLookedAtAfterwards() {
        CheckStep step = new CheckStep("a", "", null, 0, List.of(new CheckFile("out.txt", "tea\n")));

        assertThat(problem(step, raw("", "", 0))).isEqualTo("there is no file out.txt afterwards");
        assertThat(problem(step, new Verdict.Raw("", "", 0, Map.of("out.txt", "milk"))))
                .isEqualTo("in the file out.txt: expected \"tea\", got \"milk\"");
        assertThat(problem(step, new Verdict.Raw("", "", 0, Map.of("out.txt", "tea\r\n"))))
                .isEqualTo("null");
    }

    @Test
    void aCheckThatPassesForAProgramThatDoesNothingProvesNothing() {
        assertThat(verdict.provesNothing(check(CheckStep.of("a", "")))).isTrue();
        assertThat(verdict.provesNothing(check(CheckStep.of("a", null)))).isTrue();
        assertThat(verdict.provesNothing(check(CheckStep.of("a", "…")))).isTrue();
        assertThat(verdict.provesNothing(check(CheckStep.of("a", "1")))).isFalse();
        assertThat(verdict.provesNothing(check(failing("")))).isFalse();
        CheckFile same = new CheckFile("a.txt", "x");
        assertThat(verdict.provesNothing(AcceptanceCheck.of(
                        "C1", "q", List.of(same), List.of(new CheckStep("a", "", null, 0, List.of(same))))))
                .as("a file that is left as it was")
                .isTrue();
    }

    @Test
    void aProgramThatAlwaysFailsRefusesNothing() {
        AcceptanceCheck works = check(CheckStep.of("a", "1"));
        AcceptanceCheck refuses = check(failing("")).withId("C2");
        CheckOutcome refused = verdict.of(refuses, List.of(raw("", "error: x", 1)), "");
        List<AcceptanceCheck> both = List.of(works, refuses);

        assertThat(verdict.together(both, List.of(verdict.of(works, List.of(raw("", "error: x", 1)), ""), refused)))
                .noneMatch(CheckOutcome::passed);
        assertThat(verdict.together(both, List.of(verdict.of(works, List.of(raw("1", "", 0)), ""), refused)))
                .allMatch(CheckOutcome::passed);
    }
}

package dev.mgx.repository.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BaselineTest {
    private static final Baseline BASELINE = Baseline.of(
            "make test",
            report("green + , red - , sometimes + , skipped ~ , gone +"),
            report("green + , red - , sometimes - , skipped ~ , gone + , appears +"));

    private static TestReport report(String text) {
        Map<String, TestStatus> byName = new LinkedHashMap<>();
        for (String each : text.split(" *, *", -1)) {
            int space = each.lastIndexOf(' ');
            byName.put(
                    each.substring(0, space),
                    switch (each.charAt(space + 1)) {
                        case '+' -> TestStatus.PASSED;
                        case '-' -> TestStatus.FAILED;
                        default -> TestStatus.SKIPPED;
                    });
        }
        return new TestReport(byName);
    }

    @Test
    void whatDiffersBetweenTwoRunsIsFlaky() {
        assertThat(BASELINE)
                .isEqualTo(new Baseline(
                        "make test",
                        List.of("green", "gone"),
                        List.of("red"),
                        List.of("skipped"),
                        List.of("sometimes", "appears")));
    }

    @Test
    void isTheSameAfterTheJournal() {
        assertThat(Json.read(Json.write(BASELINE), Baseline.class)).isEqualTo(BASELINE);
    }

    @Test
    void holdsWhereWhatWasGreenIsGreen() {
        Regression regression =
                BASELINE.compare(report("green + , red + , sometimes - , gone + , skipped - , fresh + , other -"));
        assertThat(regression)
                .isEqualTo(new Regression(List.of(), List.of(), List.of("red"), List.of("fresh", "other")));
        assertThat(regression.holds()).isTrue();
        assertThat(regression.text()).isEqualTo("""
                Every test that passed before still passes.
                1 test that failed before passes now: red
                2 tests were added: fresh; other""");
    }

    @Test
    void whatFailsOrIsGoneOrSkippedIsTold() {
        Regression regression = BASELINE.compare(report("green - , red - , sometimes -"));
        assertThat(regression).isEqualTo(new Regression(List.of("green"), List.of("gone"), List.of(), List.of()));
        assertThat(regression.holds()).isFalse();
        assertThat(regression.text()).isEqualTo("""
                1 test that passed before fails now: green
                1 test that passed before is not run any more: gone""");
        assertThat(BASELINE.compare(report("green ~ , gone +")).missing()).containsExactly("green");
    }

    @Test
    void aCommandThatDoesNotRunAnyMoreIsTold() {
        Regression regression = BASELINE.compare(TestReport.read("SyntaxError\n", 1));
        assertThat(regression.broken()).containsExactly(TestReport.COMMAND);
        assertThat(regression.missing()).containsExactly("green", "gone");
        assertThat(regression.text()).startsWith("The test command passed before and fails now");
    }

    @Test
    void aCommandWithoutNamesCountsAsAWhole() {
        TestReport green = TestReport.read("fine\n", 0);
        Baseline whole = Baseline.of("make test", green, green);
        assertThat(whole.compare(green).holds()).isTrue();
        assertThat(whole.compare(TestReport.read("broken\n", 2)).broken()).containsExactly(TestReport.COMMAND);
        assertThat(whole.compare(report("named -")).broken()).containsExactly(TestReport.COMMAND);
        assertThat(whole.compare(report("named +")).holds()).isTrue();
    }

    @Test
    void aCommandThatFailedBeforeMayFail() {
        TestReport red = TestReport.read("no such file\n", 2);
        assertThat(Baseline.of("make test", red, red).compare(red).holds()).isTrue();
    }

    @Test
    void theTextIsBounded() {
        TestReport many = new TestReport(IntStream.range(0, 5_000)
                .mapToObj(each -> "x".repeat(290) + each)
                .collect(Collectors.toMap(name -> name, name -> TestStatus.PASSED)));
        assertThat(Baseline.of("make test", many, many).compare(report("one -")).text())
                .hasSizeLessThan(2_500)
                .contains("5000 tests that passed before are not run any more: ");
    }
}

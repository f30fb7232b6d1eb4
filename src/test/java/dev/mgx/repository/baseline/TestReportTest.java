package dev.mgx.repository.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the outputs of test runners; those in the resources were written by the runners themselves. */
@Timeout(30)
class TestReportTest {
    private static final Duration QUICK = Duration.ofSeconds(10);

    private static TestReport report(String name, int exitCode) throws IOException {
        try (var in = Objects.requireNonNull(TestReportTest.class.getResourceAsStream(name + ".txt"), name)) {
            return TestReport.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), exitCode);
        }
    }

    private static String lines(TestReport report) {
        return report.byName().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-tap", "node-spec"})
    void readsBothReportersOfNode(String name) throws IOException {
        assertThat(lines(report(name, 1))).isEqualTo("""
                PASSED cart > adds an item
                FAILED cart > keeps the total
                PASSED cart > when empty > is zero
                SKIPPED cart > when empty > is skipped
                SKIPPED cart > when empty > is to do
                PASSED twin
                PASSED twin (2)
                PASSED parent > child # one
                FAILED parent > child two
                PASSED other file""");
    }

    @Test
    void readsUnittest() throws IOException {
        assertThat(lines(report("unittest", 1))).isEqualTo("""
                FAILED test_cart.Broken.setUpClass
                PASSED test_cart.CartTest.test_add
                FAILED test_cart.CartTest.test_error
                SKIPPED test_cart.CartTest.test_expected
                PASSED test_cart.CartTest.test_plain
                SKIPPED test_cart.CartTest.test_skipped
                FAILED test_cart.CartTest.test_sub
                FAILED test_cart.CartTest.test_total
                FAILED test_cart.CartTest.test_unexpected""");
    }

    @Test
    void readsTheSameOfAnOlderUnittest() throws IOException {
        assertThat(report("unittest-old", 1).byName())
                .isEqualTo(report("unittest", 1).byName());
    }

    @Test
    void readsPytest() throws IOException {
        assertThat(lines(report("pytest", 1))).isEqualTo("""
                PASSED test_cart.py::TestCart::test_add
                PASSED test_cart.py::TestCart::test_many[a b]
                PASSED test_cart.py::TestCart::test_many[x - y]
                FAILED test_cart.py::TestCart::test_many[3]
                SKIPPED test_cart.py::test_skipped
                SKIPPED test_cart.py::test_expected
                PASSED test_cart.py::test_unexpected
                FAILED test_cart.py::test_error""");
    }

    @Test
    void readsAFileThatPytestCannotImport() throws IOException {
        assertThat(lines(report("pytest-import", 2))).isEqualTo("FAILED test_import.py");
    }

    @Test
    void readsPytestOfSeveralProcessesAndOneThatShowsWhatTestsPrint() {
        assertThat(lines(TestReport.read("""
                [gw1] [ 50%] PASSED tests/test_a.py::test_one[x y]
                [gw0] [100%] FAILED tests/test_a.py::test_two
                tests/test_b.py::test_three printed
                more
                PASSED
                """, 1))).isEqualTo("""
                PASSED tests/test_a.py::test_one[x y]
                FAILED tests/test_a.py::test_two
                PASSED tests/test_b.py::test_three""");
    }

    @Test
    void readsMavenByItsReportsWhereTheyArePrinted() throws IOException {
        TestReport report = report("surefire", 1);
        assertThat(lines(report)).isEqualTo("""
                PASSED shop.OtherTest.works
                PASSED shop.CartTest.adds
                PASSED shop.CartTest.many(String)[1]
                PASSED shop.CartTest.many(String)[2]
                FAILED shop.CartTest.total
                SKIPPED shop.CartTest.skipped
                FAILED shop.CartTest$WhenEmpty.breaks
                PASSED shop.CartTest$WhenEmpty.zero""");
    }

    @Test
    void readsMavenByItsClassesWhereNothingElseIsPrinted() {
        assertThat(lines(TestReport.read("""
                [INFO] Running shop.OtherTest
                [INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.380 s -- in shop.OtherTest
                [ERROR] Tests run: 7, Failures: 1, Errors: 1, Skipped: 1, Time elapsed: 1.150 s <<< FAILURE! -- in shop.CartTest
                [ERROR] shop.CartTest.total -- Time elapsed: 0.063 s <<< FAILURE!
                Tests run: 2, Failures: 0, Errors: 0, Skipped: 2, Time elapsed: 0.01 sec - in shop.OldTest
                [ERROR] breaks(shop.OldCartTest)  Time elapsed: 0.01 s  <<< ERROR!
                [ERROR] Tests run: 8, Failures: 1, Errors: 1, Skipped: 1
                """, 1))).isEqualTo("""
                PASSED shop.OtherTest
                FAILED shop.CartTest
                SKIPPED shop.OldTest
                FAILED shop.CartTest.total
                FAILED shop.OldCartTest.breaks""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console-tree", "console-ascii"})
    void readsBothTreesOfJunit(String name) throws IOException {
        assertThat(lines(report(name, 1))).isEqualTo("""
                PASSED JUnit Jupiter > OtherTest > works()
                PASSED JUnit Jupiter > CartTest > adds()
                PASSED JUnit Jupiter > CartTest > many(String) > [1] s = "a"
                PASSED JUnit Jupiter > CartTest > many(String) > [2] s = "b < c"
                FAILED JUnit Jupiter > CartTest > total()
                SKIPPED JUnit Jupiter > CartTest > skipped()
                FAILED JUnit Jupiter > CartTest > WhenEmpty > breaks()
                PASSED JUnit Jupiter > CartTest > WhenEmpty > is zero""");
    }

    @Test
    void readsGo() throws IOException {
        assertThat(lines(report("go", 1))).isEqualTo("""
                PASSED example.com/cart.TestAdd
                PASSED example.com/cart.TestTotal/empty
                FAILED example.com/cart.TestTotal/with_two
                SKIPPED example.com/cart.TestSkipped
                FAILED example.com/cart/bad
                PASSED example.com/cart/sub.TestAdd
                PASSED example.com/cart/sub.TestB""");
    }

    @Test
    void readsCargo() throws IOException {
        assertThat(lines(report("cargo", 101))).isEqualTo("""
                PASSED src/lib.rs tests::adds
                SKIPPED src/lib.rs tests::ignored
                FAILED src/lib.rs tests::fails
                PASSED src/lib.rs tests::panics - should panic
                PASSED tests/whole.rs adds
                PASSED doc-tests of cart src/lib.rs - add""");
    }

    @Test
    void readsMocha() throws IOException {
        assertThat(lines(report("mocha", 1))).isEqualTo("""
                PASSED stands alone
                PASSED cart > adds an item
                FAILED cart > keeps the total
                SKIPPED cart > is skipped
                PASSED cart > when empty > is zero
                SKIPPED cart > when empty > is to do""");
    }

    @Test
    void readsJest() throws IOException {
        assertThat(lines(report("jest", 1))).isEqualTo("""
                PASSED t/j.test.js > stands alone
                PASSED t/j.test.js > cart > adds an item
                FAILED t/j.test.js > cart > keeps the total
                SKIPPED t/j.test.js > cart > is skipped
                FAILED t/j.test.js > cart > when empty > is zero""");
    }

    @Test
    void readsVitest() throws IOException {
        assertThat(lines(report("vitest", 1))).isEqualTo("""
                PASSED t/v.test.mjs > cart > adds an item
                FAILED t/v.test.mjs > cart > keeps the total
                PASSED t/v.test.mjs > cart > when empty > is zero
                PASSED t/v.test.mjs > stands alone""");
    }

    @Test
    void aTestHasOneNameWithAndWithoutColoursAndWhateverItTook() {
        String plain = "✔ adds (1.5ms)\nℹ tests 1\n";
        String coloured = "\u001b[32m✔ adds \u001b[90m(27.123ms)\u001b[39m\u001b[39m\n\u001b[34mℹ tests 1\u001b[39m\n";
        assertThat(TestReport.read(coloured, 0)).isEqualTo(TestReport.read(plain, 0));
        assertThat(lines(TestReport.read(plain, 0))).isEqualTo("PASSED adds");
    }

    @Test
    void whatAProgramPrintsIsNoTestOfAnotherRunner() throws IOException {
        String printed = "ok 1 - printed\nnot ok 2 - printed\n✔ printed\n  ✓ printed\n";
        assertThat(lines(TestReport.read(
                        "test_a (m.T.test_a) ... ok\n" + printed
                                + "test_b (m.T.test_b) ... ok\nRan 2 tests in 0.1s\n\nOK\n",
                        0)))
                .isEqualTo("PASSED m.T.test_a\nPASSED m.T.test_b");
    }

    @Test
    void inAStreamOfTapAPrintedLineIsNoneWhereItsNumberIsNotTheNext() {
        assertThat(lines(TestReport.read("""
                TAP version 13
                ok 1 - one
                ok 7 - printed
                ok 1 - printed
                not ok 2
                ok 3 - three # SKIP not here
                1..3
                """, 1))).isEqualTo("""
                PASSED one
                FAILED test 2
                SKIPPED three""");
    }

    @ParameterizedTest
    @CsvSource({"0, PASSED", "1, FAILED", "137, FAILED"})
    void theCommandItselfIsTheOnlyTestWhereNoneIsNamed(int exitCode, TestStatus status) {
        assertThat(TestReport.read("all good\n", exitCode).byName()).isEqualTo(Map.of(TestReport.COMMAND, status));
    }

    @Test
    void theCommandFailedWhereNoTestDid() {
        TestReport report = TestReport.read("1..1\nok 1 - one\nSegmentation fault\n", 139);
        assertThat(report.passed()).containsExactly("one");
        assertThat(report.failed()).containsExactly(TestReport.COMMAND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " ",
                "\u001b[",
                "ok ",
                "a.py::t [",
                "--- ",
                "<",
                "test a ... ",
                "│ ",
                "test_a (m.T) ... ",
                "(",
                "✔ "
            })
    void readsMegabytesAndOneLineOfAMillionLettersInTimeInProportion(String piece) {
        String line = piece.repeat(1_000_000 / piece.length());
        String many = (piece.repeat(1 + 60 / piece.length()) + "\n").repeat(10_000);
        long begin = System.nanoTime();
        TestReport report =
                TestReport.read("TAP version 13\nrunning 3 tests\n" + line + "\n" + many + "ℹ tests 1\n", 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK);
        assertThat(report.failed()).hasSize(1).first().asString().hasSizeLessThan(400);
    }

    @Test
    void keepsABoundedNumberOfTests() {
        StringBuilder output = new StringBuilder("TAP version 13\n");
        for (int each = 1; each <= TestNames.MOST + 500; each++) {
            output.append("ok ").append(each).append(" - the same\n");
        }
        assertThat(TestReport.read(output.toString(), 0).byName())
                .hasSize(TestNames.MOST)
                .containsKey("the same (20000)");
        assertThat(TestReport.read(output.toString(), 1).failed()).containsExactly(TestReport.COMMAND);
    }
}

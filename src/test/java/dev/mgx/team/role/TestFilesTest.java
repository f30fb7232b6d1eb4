package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test files are recognized by path, in any spelling, and by the test command. */
@Timeout(10)
class TestFilesTest {

    @ParameterizedTest
    @CsvSource({
        "AcceptanceTest.java, java AcceptanceTest.java, AcceptanceTest.java",
        "AcceptanceTest.java, java AcceptanceTest.java, ./AcceptanceTest.java",
        "AcceptanceTest.java, java AcceptanceTest.java, acceptancetest.JAVA",
        "AcceptanceTest.java, java AcceptanceTest.java, mgx.json",
        "AcceptanceTest.java, java AcceptanceTest.java, MGX.json",
        "pr\u00fcfung.py, python3 pr\u00fcfung.py, pru\u0308fung.py",
        "tests/accept.py, python3 tests/accept.py, tests/helper.py",
        "tests/accept.py, python3 tests/accept.py, tests/data/expected.json",
        "tests/accept.py, python3 tests/accept.py, Tests/helper.py",
        "accept.py, python3 accept.py, conftest.py",
        "accept.py, python3 -m unittest, test_more.py",
        "main_test.go, go test ./..., another_test.go",
        "accept.py, make test, Makefile",
        "accept.js, npm test, package.json",
        "accept.js, sh -c 'npm test', package.json",
        "accept.py, sh run.sh, run.sh",
        "accept.py, ./run.sh accept.py, run.sh",
    })
    void areTheTesters(String testFile, String command, String path) {
        assertThat(new TestFiles(testFile, List.of(command.split(" ", -1))).has(path))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "AcceptanceTest.java, java AcceptanceTest.java, Todo.java",
        "AcceptanceTest.java, java AcceptanceTest.java, Contest.java",
        "AcceptanceTest.java, java AcceptanceTest.java, README.md",
        "src/AcceptanceTest.java, java src/AcceptanceTest.java, src/Todo.java",
        "tests/accept.py, python3 tests/accept.py, testsuite.py",
        "accept.js, node accept.js, package.json",
        "accept.sh, sh accept.sh todo.py, todo.py",
        "accept.py, python3 accept.py, latest.py",
    })
    void theProgramIsNot(String testFile, String command, String path) {
        assertThat(new TestFiles(testFile, List.of(command.split(" ", -1))).has(path))
                .isFalse();
    }

    @Test
    void aDesignWhoseTestIsStartedByAFileThatItTestsIsSentBack() {
        assertThat(design(List.of("sh", "accept.sh", "run.sh")).withTestOfItsOwn())
                .isNotNull();
        assertThatThrownBy(() -> design(List.of("sh", "./run.sh", "accept.sh")).withTestOfItsOwn())
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining("starts run.sh, which is one of \"files\"");
    }

    private static Design design(List<String> testCommand) {
        return Json.read(
                Json.write(Map.of(
                        "overview", "It works",
                        "files", List.of(Map.of("path", "run.sh", "purpose", "is there")),
                        "how_to_run", "sh run.sh",
                        "test_file", "accept.sh",
                        "test_command", testCommand)),
                Design.class);
    }
}

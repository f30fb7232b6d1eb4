package dev.mgx.repository.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class TestCommandTest {
    private static Optional<String> command(String... pathsAndContents) {
        return TestCommand.find(files(pathsAndContents)).map(TestCommand::command);
    }

    private static Map<String, String> files(String... pathsAndContents) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int each = 0; each < pathsAndContents.length; each += 2) {
            files.put(pathsAndContents[each], pathsAndContents[each + 1]);
        }
        return files;
    }

    private static String script(String script) {
        return "{\"scripts\": {\"test\": \"%s\"}}".formatted(script);
    }

    @Test
    void takesWhatAgentsMdSaysBeforeAnythingElse() {
        assertThat(TestCommand.find(files("package.json", script("jest"), "AGENTS.md", """
                # Agents
                Build with `npm run build`.
                Run a single test with `make test ONLY=cart`.
                Run all tests: `make test`, which takes a minute.
                """)))
                .hasValue(new TestCommand(
                        "make test",
                        "AGENTS.md says to test with `make test`. It was taken as the first of several; not taken: `npm test -- --verbose`.",
                        "other"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Run `pytest -q tests/unit` for the tests | pytest -q tests/unit",
                "To check your work: `./scripts/check.sh --all` | ./scripts/check.sh --all",
                "Before a commit the tests must pass (`CI=1 yarn test`). | CI=1 yarn test",
            })
    void takesALineAboutTestsThatNamesACommand(String line, String command) {
        assertThat(command("AGENTS.md", line)).hasValue(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tests live in `tests/`, see `test_cart.py`",
                "Write a test for `checkTotal` first",
                "Test with `npm test -- <file>`",
                "Test with `make test > /etc/passwd`",
                "Deploy with `make deploy`"
            })
    void takesNoOtherCodeForACommand(String line) {
        assertThat(command("AGENTS.md", line)).isEmpty();
    }

    @Test
    void takesACommandFromABlock() {
        assertThat(command("AGENTS.md", """
                ```sh
                npm ci
                $ npm test      # everything
                npm test -- test/cart.test.js  # one
                ```
                """, "package.json", script("vitest")))
                .hasValue("npm test -- --run --reporter=verbose");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node --test | npm test",
                "mocha | npm test",
                "jest | npm test -- --verbose",
                "jest --coverage | npm test -- --verbose",
                "vitest run | npm test -- --reporter=verbose",
                "vitest | npm test -- --run --reporter=verbose",
                "eslint . && jest | npm test",
                "react-scripts test | CI=true npm test -- --verbose"
            })
    void takesTheScriptOfPackageJsonSoThatItNamesTests(String script, String command) {
        assertThat(command("package.json", script(script))).hasValue(command);
    }

    @Test
    void theScriptThatNpmWritesIsNone() {
        String none = script("echo \\\"Error: no test specified\\\" && exit 1");
        assertThat(command("package.json", none)).isEmpty();
        assertThat(command("package.json", none, "test/cart.test.js", "require('node:test')"))
                .hasValue("node --test --test-reporter=tap");
    }

    @Test
    void aBrokenPackageJsonIsPassedOver() {
        assertThat(command("package.json", "{\"scripts\": [", "Makefile", "test: all\n\ttrue\n"))
                .hasValue("make test");
    }

    @Test
    void mavenPrintsItsReportsAndKeepsItsExitCode() {
        assertThat(command("pom.xml", "<project/>").orElseThrow())
                .contains(
                        "mvn -o -B -fae test; code=$?; find . -path '*/surefire-reports/*' -name 'TEST-*.xml' -exec grep")
                .startsWith("find . -path '*/surefire-reports/*' -name 'TEST-*.xml' -delete; ")
                .endsWith("; exit $code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pytest.ini | '' | python3 -m pytest -v",
                "pyproject.toml | '[tool.pytest.ini_options]' | python3 -m pytest -v",
                "pyproject.toml | 'addopts = \"-q\" # pytest' | python3 -m pytest -vv",
                "requirements-dev.txt | pytest==8.0 | python3 -m pytest -v",
                "tests/conftest.py | '' | python3 -m pytest -v",
                "tests/test_cart.py | import pytest | python3 -m pytest -v",
                "tests/test_cart.py | import unittest | python3 -m unittest discover -v -s 'tests'",
                "test_cart.py | import unittest | python3 -m unittest discover -v",
                "spec/cart_test.py | import unittest | python3 -m unittest discover -v -s 'spec' -p '*_test.py'"
            })
    void findsHowPythonIsTested(String path, String content, String command) {
        assertThat(command(path, content)).hasValue(command);
    }

    @Test
    void testsThatAreAPackageAreFoundFromTheRoot() {
        assertThat(command("tests/__init__.py", "", "tests/test_cart.py", "import unittest", "src/shop/cart.py", ""))
                .hasValue("PYTHONPATH=src python3 -m unittest discover -v -s 'tests' -t .");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Makefile | 'check: all' | make check",
                "go.mod | module x | go test -count=1 -v ./...",
                "Cargo.toml | [package] | cargo test --offline --no-fail-fast",
                "backend/go.mod | module x | 'cd backend && { go test -count=1 -v ./...; }'"
            })
    void findsOthersByTheirFiles(String path, String content, String command) {
        assertThat(command(path, content)).hasValue(command);
    }

    @Test
    void gradleIsTestedWithoutANetwork() {
        assertThat(command("build.gradle.kts", "").orElseThrow())
                .contains("gradle --offline --continue --console=plain test;");
    }

    @Test
    void aMakefileWithoutSuchATargetIsNone() {
        assertThat(command("Makefile", "tested:\n\nbuild: test\ntest := 1\n")).isEmpty();
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        assertThat(command("README.md", "Run the tests!", "my folder/go.mod", ""))
                .isEmpty();
    }

    @Test
    void hostileFilesAreReadInTimeInProportion() {
        String line = "`".repeat(1_000_000);
        assertThat(command(
                        "AGENTS.md", "tests " + line + "\n" + "test `npm ".repeat(180) + "\n",
                        "package.json", "[".repeat(1_000_000),
                        "Makefile", "test ".repeat(200_000),
                        "pyproject.toml", "addopts=".repeat(100_000),
                        "requirements.txt", " ".repeat(1_000_000)))
                .hasValue("npm test");
    }
}

package dev.mgx.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.ServiceCommand;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known program compiles, runs, and passes its own acceptance tests. */
@Timeout(120)
class ProgramsTest {
    @TempDir
    private Path folder;

    static List<String> requirements() {
        return List.of(
                "Build a command line todo list with add, list and done.",
                "Track my runs with date, distance and time. Show me the total distance.",
                "A log of class with class, int, public, record, hash code, to string and get class",
                "Keep a list of strings with string, system, path, list, files and year",
                "a unit converter",
                "A quiz about planets",
                "A trivia game on the command line, on jazz",
                "Convert Markdown to HTML",
                "A Python program that turns Markdown into HTML",
                "A Java program that prints JSON, pretty",
                "A Java program with Gson and JUnit that sums up expenses",
                "a landing page for a bakery & café <b>");
    }

    static List<String> services() {
        return List.of(
                "A REST API that keeps notes",
                "A Flask service for notes",
                "A page with Vite that splits a bill with a tip");
    }

    @ParameterizedTest
    @MethodSource("requirements")
    void passesItsOwnChecks(String requirement) throws Exception {
        KnownProgram program = Programs.matching(requirement, "");

        assertThat(new GeneratedProject(folder, program.files()).checked(program.checks(), requirement))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServicePassesItsOwnChecks(String requirement) throws Exception {
        KnownProgram program = Programs.matching(requirement, "");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String run = Json.readTree(program.design("")).path("run").asString();
        ServiceCommand service = new ServiceCommand(run, free);

        assertThat(new GeneratedProject(folder, program.files(), Optional.of(service)).checked(program.checks(), ""))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A todo list",
                "An inventory of books with title and year",
                "a unit converter",
                "a quiz",
                "Markdown to HTML with Node.js",
                "A Java program that prints JSON, pretty",
                "A program with Gson",
                "a landing page"
            })
    void checksFailOnAWrongDraft(String requirement) throws Exception {
        KnownProgram program = Programs.matching(requirement, "");

        assertThat(new GeneratedProject(folder, draft(program, Mistake.TEST)).checked(program.checks(), requirement))
                .extracting(CheckOutcome::passed)
                .contains(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A todo list", "An inventory of books with title and year", "a unit converter", "a quiz"})
    void aDraftMayNotCompile(String requirement) throws Exception {
        KnownProgram program = Programs.matching(requirement, "");

        assertThat(new GeneratedProject(folder, draft(program, Mistake.COMPILE))
                        .checked(program.checks(), requirement)
                        .getFirst())
                .satisfies(outcome -> assertThat(outcome.passed()).isFalse())
                .satisfies(outcome -> assertThat(outcome.text()).contains("error:"));
    }

    @ParameterizedTest
    @CsvSource({
        "Convert Markdown to HTML, npm, marked, md.mjs, marked",
        "Markdown to HTML in Python, PyPI, markdown, md.py, markdown",
        "A Java program that uses Jackson, Maven, com.fasterxml.jackson.core:jackson-databind, Pretty.java, jackson"
    })
    void usesAPackageWhereThereIsOne(String requirement, String from, String name, String path, String imported) {
        KnownProgram with = Programs.matching(requirement, from);
        KnownProgram without = Programs.matching(requirement, "");

        assertThat(with.design("")).contains("\"packages\": [\"%s\"]".formatted(name));
        assertThat(with.file(path)).get().asString().containsPattern("import.*" + imported);
        assertThat(without.design("")).contains("\"packages\": []");
        assertThat(without.file(path)).get().asString().doesNotContainPattern("import.*" + imported);
        assertThat(without.checks()).isEqualTo(with.checks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A page with Vite|npm|\"vite\", \"vitest\"|src/bill.test.js|npx vitest run|Vite and Vitest",
                "Unit tests with vitest|npm|\"vite\", \"vitest\"|vite.config.mjs|npx vitest run|Vite and Vitest",
                "A Flask service for notes|PyPI|\"flask\", \"pytest\"|test_notes.py|python3 -m pytest|Flask and pytest",
                "A web service in Python|PyPI|\"flask\", \"pytest\"|test_notes.py|python3 -m pytest|Flask and pytest",
                "Java with Gson|Maven|\"com.google.code.gson:gson\", \"org.junit.platform:junit-platform-console-standalone\""
                        + "|ExpensesTest.java|ConsoleLauncher|Gson and JUnit",
                "Sums of expenses, tested with JUnit|Maven|\"org.junit.platform:junit-platform-console-standalone\""
                        + "|ExpensesTest.java|ConsoleLauncher|Gson and JUnit"
            })
    void isTestedByAPackageWhereThereIsOneAndSaysThatThereIsNone(
            String requirement, String from, String packages, String tests, String check, String names) {
        KnownProgram with = Programs.matching(requirement, from);
        KnownProgram without = Programs.matching(requirement, "");

        assertThat(with.design("")).contains(packages + "]", tests, "It uses " + names);
        assertThat(with.files()).containsKey(tests);
        assertThat(with.checks()).contains(check);
        assertThat(without.design(""))
                .contains("\"packages\": []", "none of " + from + " could be had", "then run the task again")
                .doesNotContain(tests);
        assertThat(without.file("README.md")).get().asString().contains("none of " + from + " could be had");
        assertThat(without.files()).doesNotContainKey(tests);
        assertThat(without.checks()).doesNotContain(check);
        assertThat(without.prd() + without.design(""))
                .doesNotContain(names.substring(0, names.indexOf(' ')), names.substring(names.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "A landing page that loads plus vite, landing",
        "A Java program that uses Jackson and is tested with JUnit, json",
        "A Python program that counts words, records",
        "Notes by a REST API, service"
    })
    void othersStayWhatTheyAre(String requirement, String folder) {
        assertThat(Programs.matching(requirement, "npm PyPI Maven").folder()).isEqualTo(folder);
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void draftsDifferOnlyByTheMistake(Mistake mistake) {
        List<String> all =
                Stream.concat(requirements().stream(), services().stream()).toList();
        for (String requirement : all) {
            for (String packages : List.of("", "npm PyPI Maven")) {
                KnownProgram program = Programs.matching(requirement, packages);
                assertThat(draft(program, mistake).equals(program.files())).isEqualTo(mistake == Mistake.NONE);
            }
        }
    }

    private static Map<String, String> draft(KnownProgram program, Mistake mistake) {
        Map<String, String> draft = new LinkedHashMap<>();
        program.files()
                .keySet()
                .forEach(path -> draft.put(path, program.draft(path, mistake).orElseThrow()));
        return draft;
    }
}

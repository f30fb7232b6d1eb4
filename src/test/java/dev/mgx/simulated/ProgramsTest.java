package dev.mgx.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.ServiceCommand;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
                "a landing page for a bakery & café <b>");
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

    @Test
    void aServicePassesItsOwnChecks() throws Exception {
        KnownProgram program = Programs.matching("A REST API that keeps notes", "");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        ServiceCommand service = new ServiceCommand("java Notes.java", free);

        assertThat(new GeneratedProject(folder, program.files(), Optional.of(service)).checked(program.checks(), ""))
                .hasSize(5)
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
    @EnumSource(Mistake.class)
    void draftsDifferOnlyByTheMistake(Mistake mistake) {
        for (String requirement : requirements()) {
            KnownProgram program = Programs.matching(requirement, "");
            assertThat(draft(program, mistake).equals(program.files())).isEqualTo(mistake == Mistake.NONE);
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

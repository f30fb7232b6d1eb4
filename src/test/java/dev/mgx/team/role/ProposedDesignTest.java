package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.team.answer.MalformedAnswer;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.ProposedDesign.ProposedFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has one obvious remedy in a design is mended, and nobody is asked again. */
@Timeout(10)
class ProposedDesignTest {
    private static final RequirementText COUNT = new RequirementText("A program count.py that counts words");

    private static Design mended(String run, ProposedFile... files) {
        return new ProposedDesign(run, List.of(), List.of(), "It works", List.of(files)).mended(COUNT);
    }

    private static ProposedFile file(String path, String... dependsOn) {
        return new ProposedFile(path, "does it", Arrays.asList(dependsOn), "");
    }

    @Test
    void dependenciesThatAreUnknownOrRunInACircleAreCut() {
        Design design = mended("", file("app.py", "list.py", "gone.py"), file("list.py", "app.py"), file("item.py"));

        assertThat(design.paths()).containsExactlyInAnyOrder("app.py", "list.py", "item.py");
        assertThat(design.waves()).allSatisfy(wave -> assertThat(wave).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "node count.js, count.js, PORT=5000 node count.js",
        "PORT=3000 node count.js, count.js, PORT=5000 node count.js",
        "npm start, count.js, PORT=5000 node count.js",
        "uvicorn count:app --port 8000, count.py, PORT=5000 python3 -m uvicorn count:app --port $PORT"
    })
    void aProgramThatListensTakesItsPortFromTheEnvironment(String run, String path, String howToRun) {
        List<String> requests = List.of("GET /count", "POST /words {\"text\": \"a b\"}");
        Design design = new ProposedDesign(run, List.of("left-pad"), requests, "", List.of(file(path)))
                .mended(new RequirementText("An API that counts words, on port 5000"));

        assertThat(design.howToRun()).isEqualTo(howToRun);
        assertThat(design.called()).isEqualTo(howToRun + "\n" + String.join("\n", requests));
        assertThat(design.service()).isPresent();
        assertThat(design.ecosystem()).isPresent();
        assertThat(design.packages()).containsExactly("left-pad");
    }

    @Test
    void filesAreWrittenAfterWhatTheyDependOn() {
        Design design = mended("", file("app.py", "list.py"), file("list.py", "item.py"), file("item.py"));

        assertThat(design.waves().stream()
                        .map(wave -> wave.stream().map(PlannedFile::path).toList()))
                .containsExactly(List.of("item.py"), List.of("list.py"), List.of("app.py"));
    }

    @ParameterizedTest
    @CsvSource({
        "/count.py,count.py",
        "./count.py,count.py",
        "src/count.py,count.py",
        "Count.py,count.py",
        "lib\\\\util.py,lib/util.py"
    })
    void pathsAreRelativeAndThoseOfTheRequirement(String given, String path) {
        assertThat(mended("", file(given.replace("\\\\", "\\"))).paths()).containsExactly(path);
    }

    @Test
    void whatTheTesterWritesAndNobodyNeedsIsDropped() {
        Design design = mended(
                "",
                file("count.py"),
                file("tests/test_count.py"),
                file("LICENSE"),
                file("requirements.txt"),
                file("count.py"));

        assertThat(design.paths()).containsExactly("count.py");
        assertThatThrownBy(() -> mended("", file("test_count.py"), file("mgx.json")))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining("must name at least one");
    }

    @Test
    void aSmallThingOfManyFilesIsOne() {
        Design design = mended(
                "python3 count.py",
                file("read.py"),
                file("words.py"),
                file("sort.py"),
                file("print.py"),
                file("count.py", "read.py", "words.py"));

        assertThat(design.paths()).containsExactly("count.py");
        assertThat(design.files().getFirst().dependsOn()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python3 count.py|python3 count.py",
                "$ python3 count.py|python3 count.py",
                "Open a terminal and start it|python3 count.py",
                "pytest|python3 count.py"
            })
    void itIsStartedByACommandAndNotByASentence(String given, String run) {
        assertThat(mended(given, file("count.py")).run()).isEqualTo(run);
    }

    @Test
    void onlyCommandsOfTheProgramAreItsUsage() {
        Design design = new ProposedDesign(
                        "python3 count.py",
                        List.of(),
                        List.of(
                                "python3 count.py FILE",
                                "Then look at the output",
                                "pip install x",
                                "$ python3 count.py -"),
                        "",
                        List.of(file("count.py")))
                .mended(COUNT);

        assertThat(design.howToRun()).isEqualTo("python3 count.py FILE\npython3 count.py -");
    }

    @Test
    void aDesignThatNobodyMadeIsTheFileThatTheRequirementNames() {
        assertThat(ProposedDesign.oneFile(COUNT, "main.py").howToRun()).isEqualTo("python3 count.py");
        assertThat(ProposedDesign.oneFile(new RequirementText("Tetris"), "main.py")
                        .paths())
                .containsExactly("main.py");
    }
}

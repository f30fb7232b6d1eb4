package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the style asks of files, read from the files. */
@Timeout(20)
class SourcesTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path BENCHMARKS = Path.of("bench/java");
    private static final Pattern A_TEST =
            Pattern.compile("^ +@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b", Pattern.MULTILINE);
    private static final Pattern UNREPEATABLE_CHANCE =
            Pattern.compile("\\bnew Random\\(\\)|\\bThreadLocalRandom\\b|\\bMath\\.random\\(");
    private static final Pattern SLEEP =
            Pattern.compile("Thread\\s*\\.\\s*sleep\\b|TimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\b");

    private static final List<Source> SOURCES = new ArrayList<>();

    private record Source(Path path, String text) {
        boolean isTest() {
            return path.startsWith(TESTS);
        }

        boolean has(Pattern pattern) {
            return pattern.matcher(text).find();
        }

        boolean hasOnItsClass(String annotation) {
            return text.lines().anyMatch(line -> line.startsWith(annotation));
        }
    }

    @BeforeAll
    static void read() throws IOException {
        for (Path root : List.of(MAIN, TESTS, BENCHMARKS)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path path :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    SOURCES.add(new Source(path, Files.readString(path)));
                }
            }
        }
        assertThat(SOURCES).hasSizeGreaterThan(100);
    }

    @Test
    void noFileIsOverFourHundredLines() {
        assertThat(SOURCES)
                .allSatisfy(source -> assertThat(source.text().lines().count())
                        .as("lines of %s", source.path())
                        .isLessThanOrEqualTo(400));
    }

    @Test
    void noTestSleeps() {
        assertThat(SOURCES).filteredOn(Source::isTest).noneMatch(source -> source.has(SLEEP));
    }

    @Test
    void everyTestClassHasATimeout() {
        assertThat(SOURCES)
                .filteredOn(source -> source.isTest() && source.has(A_TEST))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.hasOnItsClass("@Timeout("))
                        .as("@Timeout on the class in %s", source.path())
                        .isTrue());
    }

    @Test
    void noTestDrawsWhatNobodyCanDrawAgain() {
        assertThat(SOURCES)
                .filteredOn(source -> source.isTest() && !source.path().endsWith("SourcesTest.java"))
                .noneMatch(source -> source.has(UNREPEATABLE_CHANCE));
    }

    @Test
    void everyTestIsInAClassThatTheBuildFindsByItsName() {
        assertThat(SOURCES)
                .filteredOn(source -> source.isTest() && source.has(A_TEST))
                .allSatisfy(source -> assertThat(source.path().toString())
                        .as("a contract is run by the tests that extend it")
                        .matches(".*(Test|Contract)\\.java"));
    }

    /** One that is found by its name is the one that was meant. */
    @Test
    void noTwoFilesHaveOneName() {
        assertThat(SOURCES)
                .extracting(source -> source.path().getFileName().toString())
                .filteredOn(name -> !name.equals("package-info.java"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyPackageSaysThatItIsNullMarked() {
        assertThat(SOURCES.stream()
                        .map(source -> source.path().resolveSibling("package-info.java"))
                        .distinct())
                .allSatisfy(path -> assertThat(path).content().contains("@NullMarked"));
    }
}

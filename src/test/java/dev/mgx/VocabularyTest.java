package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Words that were given up for the field's own do not come back: not as a type, a method, a thread, or in a log line. */
@Timeout(20)
class VocabularyTest {
    private static final Set<String> TYPES = Set.of(
            ("Conductor Enders Takeovers LeftBehind Places Conversation Recorder RunOpening SideBySide NothingAsked Acceptance"
                            + " Said Inheritance Standing Snapshot Overtaken WritePatience Append"
                            + " Front Gate WatchDoor WatchSession Wire WireTap Assembly Passage Answers Refused Refusals"
                            + " HeadDeadlines Follower Inputs"
                            + " Question CallPlaces CallPatience Countdown Announcement Line LeftOut Inquiry ForeignText"
                            + " Demand Suspects Writing Proving Changing"
                            + " Enclosure Surroundings Orphans Starter"
                            + " Ink Delivery PlanQuestion AwakeTime Ending RunEnding RunEnd"
                            + " Cable FaultProxy Bench Life ToldTeam")
                    .split(" "));

    private static final Pattern METHOD =
            Pattern.compile("[\\w>\\]] (shutOut|butFor|lend|takeBack|throwAway|trying)\\(");

    /** What a person reads of a thread or of the log is in string literals of these. */
    private static final Pattern SPOKEN = Pattern.compile(
            "(?:\\blog\\s*\\.(?:trace|debug|info|warn|error)|\\.name|new RunThreads)\\(\\s*((?:[^;]|;(?=[^\"\\n]*\"))*?)\\)\\s*[;.]");

    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"");

    private static final Pattern RETIRED_WORD =
            Pattern.compile("(?i)\\b(conductor|enders?|takeovers|watch ?door|wire ?tap|stumbled|overtaken|inheritance"
                    + "|inquiry|enclosure|surroundings|orphans|plan question|awake time|shut out|lent|taken back)\\b");

    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)\\b(?! \\w+ )");

    private static final List<Path> FILES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/test/java"), Path.of("bench/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(each -> each.toString().endsWith(".java")
                                && !each.endsWith("VocabularyTest.java")
                                && !each.endsWith("package-info.java"))
                        .forEach(FILES::add);
            }
        }
        assertThat(FILES).hasSizeGreaterThan(500);
    }

    @Test
    void noTypeBearsARetiredName() throws IOException {
        for (Path file : FILES) {
            assertThat(found(DECLARATION, code(file))).as("types of %s", file).doesNotContainAnyElementsOf(TYPES);
        }
    }

    @Test
    void noMethodBearsARetiredName() throws IOException {
        for (Path file : FILES) {
            assertThat(found(METHOD, code(file))).as("methods of %s", file).isEmpty();
        }
    }

    @Test
    void noThreadAndNoLogLineBearsARetiredWord() throws IOException {
        for (Path file : FILES) {
            for (String spoken : found(SPOKEN, Files.readString(file))) {
                assertThat(found(LITERAL, spoken))
                        .as("what %s logs, or calls a thread", file)
                        .noneMatch(literal -> RETIRED_WORD.matcher(literal).find());
            }
        }
    }

    /** Without comments and strings, in which words are words. */
    private static String code(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"")
                .replaceAll("\"(?:\\\\.|[^\"\\\\\\n])*\"", "\"\"")
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//[^\\n]*", "");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

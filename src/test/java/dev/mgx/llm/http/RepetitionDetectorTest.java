package dev.mgx.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that goes round in circles is noticed, and one that merely repeats itself is not. */
@Timeout(60)
class RepetitionDetectorTest {
    private static final String STORY =
            "{\"as\": \"a user\", \"i_want\": \"to see the numbers as Roman numerals\", \"so_that\": \"I can read them\"}, ";
    private static final String FUNCTION = """
            def convert(text):
                # Convert the text to a number and return it.
                return int(text)

            """;

    private static Optional<RepetitionDetector.Repetition> found(boolean structured, String text) {
        return new RepetitionDetector(structured).add(text);
    }

    @Test
    void noticesAnElementOfAStructuredAnswerThatComesAgainAndAgain() {
        String text = "{\"user_stories\": [" + STORY.repeat(12);

        assertThat(found(true, text)).hasValueSatisfying(repeated -> {
            assertThat(repeated.block())
                    .startsWith("{\"as\": \"a user\", \"i_want\"")
                    .endsWith("…");
            assertThat(repeated.times()).isBetween(6, 12);
        });
    }

    @Test
    void noticesNumberedElementsThatAreOtherwiseTheSame() {
        String text = IntStream.range(100, 150)
                .mapToObj(number -> "{\"id\": \"U" + number + "\", " + STORY.substring(1))
                .collect(Collectors.joining());

        assertThat(found(true, text)).isPresent();
        assertThat(found(false, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void noticesCodeThatComesAgainAndAgain(int functions) {
        String block = IntStream.range(0, functions)
                .mapToObj(number -> FUNCTION.replace("convert", "convert_" + number))
                .collect(Collectors.joining());

        assertThat(found(false, "import sys\n\n" + block.repeat(100))).isPresent();
        assertThat(found(false, "import sys\n\n" + block.repeat(3))).isEmpty();
    }

    @Test
    void noticesBlanksWithoutEnd() {
        assertThat(found(true, "{\"title\": \"x\"" + "\n".repeat(3000))).isPresent();
        assertThat(found(false, "a\n" + " \t\n".repeat(1000))).isPresent();
    }

    @Test
    void noticesAWordWithoutEnd() {
        assertThat(found(false, "ha ha ".repeat(5000))).isPresent();
        assertThat(found(false, "Wait, no. ".repeat(5000)))
                .hasValueSatisfying(repeated -> assertThat(repeated.block()).contains("Wait, no."));
    }

    /** A block that has repetitions of its own is found all the same. */
    @Test
    void noticesABlockOfRepetitions() {
        String block = "alpha beta gamma delta epsilon\n".repeat(2)
                + "one two three four five six\n".repeat(2)
                + "red green blue yellow orange\n".repeat(2);

        assertThat(found(true, block.repeat(10))).isPresent();
    }

    static Stream<String> legitimate() {
        return Stream.of(
                "=".repeat(4000),
                "+--------+--------+\n|        |        |\n".repeat(60),
                "}\n".repeat(1000),
                "\n".repeat(400),
                "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0],\n".repeat(64),
                "0,".repeat(2000),
                "null, ".repeat(600),
                "<div class=\"row\">%s</div>\n"
                        .formatted("<input maxlength=\"1\" class=\"cell\">".repeat(9))
                        .repeat(9),
                "<div class=\"cell\"></div>\n".repeat(81),
                IntStream.range(0, 500)
                        .mapToObj("case %d: return \"value %1$d\";\n"::formatted)
                        .collect(Collectors.joining()),
                IntStream.range(0, 300)
                        .mapToObj(row -> "{\"name\": \"row\", \"x\": %d, \"y\": %d},\n".formatted(row, row * row))
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("legitimate")
    void leavesFilesAloneThatRepeatThemselvesForAReason(String text) {
        assertThat(found(false, text)).isEmpty();
    }

    @Test
    void leavesChecksOfOneKindAlone() {
        String checks = IntStream.range(2, 10)
                .mapToObj(number -> """
                        {"quote": "adds two numbers", "files": [], "steps": [{"run": "python3 add.py %d 1", "input": "", \
                        "output": "%d", "exit_code": 0}]},""".formatted(number, number + 1))
                .collect(Collectors.joining("\n"));

        assertThat(found(true, "{\"checks\": [" + checks)).isEmpty();
    }

    /** All files of this project, whole and minified, and all of them one after the other. */
    @Test
    void leavesEveryFileOfThisProjectAlone() throws IOException {
        List<Path> files;
        try (Stream<Path> all =
                Stream.of(Path.of("src"), Path.of("docs"), Path.of("ui/src")).flatMap(RepetitionDetectorTest::walk)) {
            files = all.filter(
                            file -> file.toString().matches(".*\\.(java|md|json|yaml|sql|ts|tsx|css|html|properties)"))
                    .filter(file -> !file.endsWith("RepetitionDetectorTest.java"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(300);
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(found(false, text)).as("%s", file).isEmpty();
            assertThat(found(true, text)).as("%s, structured", file).isEmpty();
            assertThat(found(false, text.replaceAll("\\s+", " ")))
                    .as("%s, minified", file)
                    .isEmpty();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Any block, after any text, is found within a bound; what is found does not depend on the pieces. */
    @Test
    void findsAnyBlockHoweverTheTextIsCut() throws InterruptedException {
        Property.of(19, 200).holds(draw -> {
            boolean structured = draw.nextBoolean();
            String block = words(draw, draw.nextInt(20, RepetitionDetector.LONGEST_BLOCK + 1));
            String text = words(draw, draw.nextInt(3000))
                    + block.repeat(1 + 2 * RepetitionDetector.LOOK_BACK / block.length());
            RepetitionDetector whole = new RepetitionDetector(structured);
            Optional<RepetitionDetector.Repetition> expected = whole.add(text);
            assertThat(expected).isPresent();

            RepetitionDetector inPieces = new RepetitionDetector(structured);
            Optional<RepetitionDetector.Repetition> found = Optional.empty();
            for (int at = 0; at < text.length() && found.isEmpty(); ) {
                int end = Math.min(text.length(), at + draw.nextInt(1, 700));
                found = inPieces.add(text.substring(at, end));
                at = end;
            }
            assertThat(found).isEqualTo(expected);
        });
    }

    @Test
    void leavesTextWithoutRepetitionAlone() throws InterruptedException {
        Property.of(20, 100)
                .holds(draw -> assertThat(found(draw.nextBoolean(), words(draw, 10_000)))
                        .isEmpty());
    }

    /** Twice the text is twice the work, whatever it is. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ab ", "aaaaaaaaaaaaaaaaaaaab", "0, "})
    void takesTimeLinearInTheText(String block) {
        for (boolean structured : List.of(true, false)) {
            RepetitionDetector detector = new RepetitionDetector(structured);
            int characters = 0;
            while (characters < 200_000) {
                detector.add(block.repeat(100) + characters); // found or not, it goes on
                characters += block.length() * 100;
            }
            assertThat(detector.comparisons()).isLessThan(100L * characters);
        }
    }

    private static String words(Random draw, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int letters = draw.nextInt(1, 9);
            for (int i = 0; i < letters; i++) {
                text.append((char) ('a' + draw.nextInt(26)));
            }
            text.append(draw.nextInt(5) == 0 ? '\n' : ' ');
        }
        return text.substring(0, length);
    }
}

package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What words of a requirement a check serves, and which nobody serves. */
@Timeout(10)
class RequirementTextTest {
    private static final RequirementText TODO = new RequirementText("""
            A todo list in Python, todo.py. Items can be added and listed.
            - `done N` marks an item as done
            - A number that is not there is an error!
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Items can be added|Items can be added",
                "ITEMS can be `added`|Items can be added",
                "\"items can be added and listed.\"|Items can be added and listed",
                "marks an item as done|marks an item as done",
                "marks the item N as done|`done N` marks an item as done"
            })
    void aQuoteIsFoundWhateverItsMarks(String quote, String meant) {
        assertThat(TODO.meant(quote)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Convert Markdown to HTML",
                "A Flask service",
                "A chart of sales as PNG",
                "Use npm",
                "A Java program with Jackson",
                "a script using Commander"
            })
    void speaksOfPackages(String text) {
        assertThat(new RequirementText(text).namesPackages()).isTrue();
        assertThat(new RequirementText(text + ", standard library only").wantsStandardLibraryOnly())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A to-do list", "Count the words of a file using it"})
    void speaksOfNoPackages(String text) {
        assertThat(new RequirementText(text).namesPackages()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Main.java prints it,true", "Java with a library,true", "JUnit tests,true", "A JavaScript library,false"
    })
    void knowsWhetherItAsksForJava(String text, boolean java) {
        assertThat(new RequirementText(text).namesJava()).isEqualTo(java);
    }

    @Test
    void whatItDoesNotSayIsNotMeant() {
        assertThat(TODO.meant("The option -f sets the format")).isEmpty();
        assertThat(TODO.meant("")).isEmpty();
    }

    @Test
    void ofAShortRequirementAllIsMeant() {
        assertThat(new RequirementText("Tetris").meant("blocks fall down")).contains("Tetris");
    }

    @Test
    void sentencesAreItsWishesWithoutCode() {
        assertThat(TODO.sentences())
                .containsExactly(
                        "A todo list in Python, todo.py.",
                        "Items can be added and listed.",
                        "`done N` marks an item as done",
                        "A number that is not there is an error!");
        assertThat(new RequirementText("Do this:\n```\nx = 1\n```\n$ python3 a.py\nThen that.").sentences())
                .containsExactly("Do this:", "Then that.");
        assertThat(new RequirementText("写一个待办事项程序。它可以添加项目。").sentences()).containsExactly("写一个待办事项程序。", "它可以添加项目。");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Python 3, standard library only.|false",
                "No external packages, one file.|false",
                "It must use the standard library and be fast.|true"
            })
    void whatItIsWrittenWithNeedsNoCheckOfItsOwn(String sentence, boolean open) {
        RequirementText words = new RequirementText("todo.py lists items. " + sentence);
        AcceptanceCheck check = check("lists items", "python3 todo.py list");

        assertThat(words.uncovered(List.of(check))).hasSize(open ? 1 : 0);
        assertThat(words.uncovered(List.of())).contains(sentence);
    }

    @Test
    void aSentenceIsServedByACheckThatExpectsTheOutputInIt() {
        RequirementText hello =
                new RequirementText("hello.py NAME prints Hello, NAME! and without a name Hello, world!");
        AcceptanceCheck named = check("prints Hello, NAME!", "python3 hello.py Ann");
        AcceptanceCheck both = AcceptanceCheck.of(
                "C1",
                named.quote(),
                List.of(),
                List.of(named.steps().getFirst(), CheckStep.of("python3 hello.py", "Hello, world!\n")));

        assertThat(hello.uncovered(List.of(named))).containsExactly("and without a name Hello, world!");
        assertThat(hello.uncovered(List.of(both))).isEmpty();
    }

    @Test
    void namesWhatNoCheckServes() {
        assertThat(TODO.uncovered(List.of(check("Items can be added", "python3 todo.py list"))))
                .as("that the program exists is seen by running it")
                .containsExactly("`done N` marks an item as done", "A number that is not there is an error!");
        assertThat(TODO.uncovered(List.of())).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prints the words, the most frequent first|true",
                "prints them sorted|true",
                "prints one word on each line|true",
                "prints the files it finds|false"
            })
    void knowsWhetherAnOrderWasAskedFor(String text, boolean asked) {
        assertThat(new RequirementText(text).asksForOrder()).isEqualTo(asked);
    }

    private static AcceptanceCheck check(String quote, String run) {
        return AcceptanceCheck.of("C1", quote, List.of(), List.of(CheckStep.of(run, "x")));
    }
}

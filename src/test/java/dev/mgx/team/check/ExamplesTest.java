package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that a requirement gives are checks by themselves. */
@Timeout(10)
class ExamplesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "It converts: `roman.py 14` prints XIV.|python3 roman.py 14|XIV",
                "roman.py 14 prints XIV, and 4 IV|python3 roman.py 14|XIV",
                "`python3 roman.py 14` should print `XIV`|python3 roman.py 14|XIV",
                "`node add.js 2 3` -> 5|node add.js 2 3|5",
                "java Greet.java Ann outputs \"Hello, Ann!\"|java Greet.java Ann|Hello, Ann!",
                "For instance python3 calc.py '1 + 2' gives 3.5, and so on|python3 calc.py '1 + 2'|3.5",
                "`roman.py XIV` returns 14|python3 roman.py XIV|14",
                "`python3 greet.py Ann` prints Hello, Ann! and `python3 greet.py` greets the world|python3 greet.py Ann|Hello, Ann!",
                "With --bye: `greet.py --bye Ann` prints Goodbye, Ann!|python3 greet.py --bye Ann|Goodbye, Ann!",
                "so python3 calc.py \"7 / 2 * (1)\" prints 3.5, and|python3 calc.py \"7 / 2 * (1)\"|3.5"
            })
    void areFoundInSentences(String text, String run, String output) {
        List<AcceptanceCheck> checks = Examples.in(new RequirementText(text));
        assertThat(checks).hasSize(1);
        assertThat(checks.getFirst().steps()).containsExactly(CheckStep.of(run, output));
        assertThat(new RequirementText(text).says(checks.getFirst().quote())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`wordfreq.py FILE` prints the words of the file",
                "`wordfreq.py FILE` prints N lines",
                "`todo.py list` prints 3 lines at most",
                "todo.py prints its items",
                "the function prints XIV",
                "`ls -l` prints 5",
                "`greet.py Ann` prints Hello, Ann.",
                "`greet.py Ann` prints A greeting",
                "`calc.py <expression>` prints 7"
            })
    void whatIsNotBeyondDoubtIsNone(String text) {
        assertThat(Examples.in(new RequirementText(text))).isEmpty();
    }

    @Test
    void aSessionOfATerminalIsOneCheckWithItsCommandsInTurn() {
        RequirementText requirement = new RequirementText("""
                A list of things, like this:

                    $ python3 things.py add tea
                    $ python3 things.py list
                    1. tea
                      (open)

                That is all.
                """);

        assertThat(Examples.in(requirement))
                .singleElement()
                .satisfies(check -> assertThat(check.steps())
                        .containsExactly(
                                CheckStep.of("python3 things.py add tea", ""),
                                CheckStep.of("python3 things.py list", "1. tea\n  (open)\n")));
    }

    @Test
    void aDescribedFileWithWhatIsPrintedForItIsACheck() {
        RequirementText requirement = new RequirementText("""
                Counts words: `python3 count.py FILE` prints them, the most frequent first.

                For a file with the text "The cat saw the dog." it prints

                the 2
                cat 1
                """);

        assertThat(Examples.in(requirement)).singleElement().satisfies(check -> {
            assertThat(check.files()).containsExactly(new CheckFile("example.txt", "The cat saw the dog.\n"));
            assertThat(check.steps()).containsExactly(CheckStep.of("python3 count.py example.txt", "the 2\ncat 1"));
        });
    }

    @Test
    void theSameExampleTwiceIsOne() {
        assertThat(Examples.in(new RequirementText("`roman.py 14` prints XIV. Again: `roman.py 14` prints XIV.")))
                .hasSize(1);
    }
}

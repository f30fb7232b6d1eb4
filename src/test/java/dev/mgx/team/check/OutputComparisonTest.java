package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs are compared by what they are. */
@Timeout(10)
class OutputComparisonTest {
    private static final OutputComparison ORDERED = new OutputComparison(true, false);
    private static final OutputComparison UNORDERED = new OutputComparison(false, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "XIV|XIV~n",
                "a 1~nb 2|a 1  ~r~nb 2~r~n~n",
                "~n~nx|x",
                "{\"a\": 1, \"b\": [1, 2]}|{\"b\":[1,2.0],\"a\":1}",
                "0.3|0.30000000000000004",
                "sum: 5 average: 2.5|sum: 5 average: 2.50",
                "Usage: ...|Usage: todo.py COMMAND~n  add",
                "a …~nb|a long line~nb",
                "-1|-1"
            })
    void areTheSame(String expected, String actual) {
        assertThat(ORDERED.difference(lines(expected), lines(actual))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "XIV|XIIII|expected \"XIV\", got \"XIIII\"",
                "XIV||expected \"XIV\", but nothing came",
                "a~nb|a~nc|in line 2: expected \"b\", got \"c\"",
                "a|a~nb|in line 2: expected no more lines, got \"b\"",
                "a~nb|b~na|in line 1: expected \"a\", got \"b\"",
                "[1, 2]|[2, 1]|expected \"[1, 2]\", got \"[2, 1]\"",
                "100000000001|100000000002|got",
                "^  x^|x|expected",
                "5|5 apples|got",
                "v1.2|v1.20|got",
                "x ... y|x y z|expected"
            })
    void areNot(String expected, String actual, String sentence) {
        assertThat(ORDERED.difference(lines(expected), actual == null ? "" : lines(actual)))
                .hasValueSatisfying(difference -> assertThat(difference).contains(sentence));
    }

    @Test
    void orderMattersOnlyWhereItWasAskedFor() {
        assertThat(UNORDERED.difference("a\nb", "b\na")).isEmpty();
        assertThat(UNORDERED.difference("[1, {\"x\": 2}]", "[{\"x\": 2}, 1]")).isEmpty();
        assertThat(UNORDERED.difference("a\nb", "b\nb")).isPresent();
    }

    @Test
    void decimalsAreExactWhereTheyWereAskedFor() {
        assertThat(new OutputComparison(true, true).difference("2.50", "2.5")).isPresent();
        assertThat(ORDERED.difference("2.50", "2.5")).isEmpty();
    }

    private static String lines(String text) {
        return text.replace("~n", "\n").replace("~r", "\r");
    }
}

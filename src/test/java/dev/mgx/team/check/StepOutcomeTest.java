package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that breaks down or does not even start is told from one that does something else than was expected. */
@Timeout(10)
class StepOutcomeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: end of path to source file does not match its package name bank: Bank.java",
                "error: can't find main(String[]) method in class: Bank",
                "Bank.java:3: error: ';' expected\nerror: compilation failed",
                "Error: Could not find or load main class Bank",
                "Error: Main method not found in class Bank, please define the main method",
                "Traceback (most recent call last):\n  File \"a.py\", line 1",
                "Node.js v20.20.2"
            })
    void breaksDown(String errors) {
        assertThat(outcome(errors).brokeDown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "error: the amount must be a number", "Error: no such account", "refused"})
    void refusesByItself(String errors) {
        assertThat(outcome(errors).brokeDown()).isFalse();
    }

    private static StepOutcome outcome(String errors) {
        return new StepOutcome("java Bank.java", "", errors, 1, "exited with 1 instead of 0");
    }
}

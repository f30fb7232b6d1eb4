package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tester worked out by hand that a command prints, without having been told what a check expects of it.
 *
 * @param results of the command, the last one if there are several
 */
public record WorkedOut(String thinking, List<Result> results) {
    private static final int MOST_RESULTS = 30;

    /** What one command prints, and its exit code; no code is 0. */
    public record Result(String output, @Nullable Integer exitCode) {
        public Result {
            output = Require.optional("results.output", output);
        }

        public boolean fails() {
            return exitCode != null && exitCode != 0;
        }
    }

    public WorkedOut {
        thinking = Require.optional("thinking", thinking).strip();
        results = Require.some("results", results, MOST_RESULTS);
    }

    /** Of the command that was asked about; a model may also answer about those before it. */
    public Result result() {
        return results.getLast();
    }
}

package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tester worked out by hand that commands print, without having been told what a check expects of them.
 *
 * @param results of each command, in order
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

    /** This, if it has a result for each of so many commands. */
    public WorkedOut of(int commands) {
        Require.that(
                results.size() >= commands,
                "\"results\" must have one element for each of the %d commands, has %d"
                        .formatted(commands, results.size()));
        return this;
    }
}

package dev.mgx.team;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.team.role.AcceptanceCheck;
import dev.mgx.team.role.CheckChange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of the acceptance tests.
 *
 * @param exitReason why the program ended, as in {@code payload.execution}
 * @param exitCode null if it was killed
 * @param outcome a sentence for people with the outcome and the duration
 * @param output the end of its output
 * @param passed the ids of the checks that passed
 * @param failed the ids of the checks that failed
 */
record TestRun(
        List<String> command,
        String exitReason,
        @Nullable Integer exitCode,
        long durationMs,
        boolean truncated,
        String outcome,
        String output,
        List<String> passed,
        List<String> failed) {
    /** Enough for a compiler's first errors or a long failure message, small enough for every prompt and page. */
    private static final int OUTPUT_CHARACTERS = 12_000;

    static TestRun of(List<String> command, Execution execution, CheckLines lines) {
        String output = execution.output().stream().map(OutputLine::text).collect(Collectors.joining("\n"));
        boolean cut = output.length() > OUTPUT_CHARACTERS;
        return new TestRun(
                command,
                execution.exitReason().name().toLowerCase(Locale.ROOT),
                execution.exitCode(),
                execution.duration().toMillis(),
                execution.truncated() || cut,
                execution.summary(),
                cut ? headAndTail(output) : output,
                List.copyOf(lines.passed()),
                List.copyOf(lines.failed()));
    }

    /** Compilers print the cause first, programs last, so keep half of each end. */
    private static String headAndTail(String output) {
        int half = OUTPUT_CHARACTERS / 2;
        return output.substring(0, half) + "\n[…]\n" + output.substring(output.length() - half);
    }

    /** Whether it exited normally and every check passed. */
    boolean proves(List<AcceptanceCheck> checks) {
        return exitCode != null && exitCode == 0 && checks.stream().allMatch(check -> passed.contains(check.id()));
    }

    /** The form for models: output and outcome, without durations, so that the same failure yields the same prompt. */
    String evidence() {
        return output + "\n"
                + (exitCode == null
                        ? "It was ended from outside: %s.".formatted(exitReason.replace('_', ' '))
                        : "It ended with exit code %d.".formatted(exitCode));
    }

    /** The form for people: command, outcome and output. */
    String text() {
        return "$ %s%n%s%n%s"
                .formatted(String.join(" ", command), output, outcome)
                .replace("\r\n", "\n");
    }

    /**
     * The form for {@code payload.execution}.
     *
     * @param changed the checks whose test was changed after it had failed
     */
    Map<String, @Nullable Object> details(boolean allPassed, Map<String, CheckChange> changed) {
        Map<String, @Nullable Object> details = new TreeMap<>();
        details.put("command", String.join(" ", command));
        details.put("ending", exitReason);
        details.put("exit_code", exitCode);
        details.put("duration_ms", durationMs);
        details.put("truncated", truncated);
        details.put("passed", allPassed);
        details.put("passed_checks", passed);
        details.put("failed_checks", failed);
        details.put("changed_checks", changed);
        return details;
    }
}

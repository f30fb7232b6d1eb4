package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckChange;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.StepOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of the acceptance checks.
 *
 * @param results what came of each check, in order
 * @param ending how the last program ended that was ended from outside, as in {@code payload.execution}; else {@code
 *     exited}
 */
record TestRun(List<CheckOutcome> results, long durationMs, String ending) {
    private static final int MOST_FAULTS = 3;
    private static final int LINES_OF_A_FAULT = 5;
    private static final int MOST_FAILURES = 3;
    private static final int LONGEST_FAILURE = 1_500;
    private static final int END_OF_FAILURE = 100;

    /** Of runs of the same checks: by those that passed, then by their commands that did what they must, then by breakdowns. */
    static final Comparator<TestRun> BY_WHAT_WORKS = Comparator.comparingLong(
                    (TestRun run) -> run.passed().size())
            .thenComparingLong(
                    run -> run.steps().filter(step -> step.problem() == null).count())
            .thenComparingLong(
                    run -> -run.steps().filter(StepOutcome::brokeDown).count());

    private Stream<StepOutcome> steps() {
        return results.stream().flatMap(result -> result.steps().stream());
    }

    List<String> passed() {
        return results.stream()
                .filter(CheckOutcome::passed)
                .map(CheckOutcome::id)
                .toList();
    }

    List<String> failed() {
        return results.stream()
                .filter(result -> !result.passed())
                .map(CheckOutcome::id)
                .toList();
    }

    /** Whether there is a check, and every one passed. */
    boolean proves(List<AcceptanceCheck> checks) {
        return !checks.isEmpty() && checks.stream().allMatch(check -> passed().contains(check.id()));
    }

    /** What came of the failed checks, without durations, so that the same failure yields the same prompt. */
    String evidence() {
        return results.stream()
                .filter(result -> !result.passed())
                .map(result -> result.id() + "\n" + result.text())
                .collect(Collectors.joining("\n\n"));
    }

    /** What runtimes and compilers said, a few lines of each kind of failure. */
    String faults() {
        return results.stream()
                .filter(result -> !result.passed() && !result.steps().isEmpty())
                .map(result -> result.steps().getLast())
                .filter(step -> step.exitCode() != null && step.exitCode() != 0)
                .map(step -> fault(step.errors()))
                .filter(fault -> !fault.isEmpty())
                .distinct()
                .limit(MOST_FAULTS)
                .collect(Collectors.joining("\n\n"));
    }

    /** Python says it last, the others first; what functions were called is left out. */
    private static String fault(String errors) {
        List<String> lines = errors.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("    at ") && !line.startsWith("\tat "))
                .toList();
        boolean last = errors.startsWith("Traceback ");
        int from = last ? Math.max(0, lines.size() - LINES_OF_A_FAULT) : 0;
        return String.join("\n", lines.subList(from, Math.min(lines.size(), from + LINES_OF_A_FAULT)));
    }

    /** For an agent. */
    CheckReport report() {
        String failures = results.stream()
                .filter(result -> !result.passed())
                .limit(MOST_FAILURES)
                .map(TestRun::failure)
                .collect(Collectors.joining("\n"));
        return new CheckReport(passed(), failed(), failures);
    }

    private static String failure(CheckOutcome outcome) {
        if (outcome.steps().isEmpty()) {
            return outcome.id() + ": not run";
        }
        StepOutcome last = outcome.steps().getLast();
        String errors = last.errors().isBlank() ? "" : "\n" + last.errors().strip();
        String text = "%s: `%s`: %s%s".formatted(outcome.id(), last.run(), String.valueOf(last.problem()), errors);
        return text.length() <= LONGEST_FAILURE
                ? text
                : text.substring(0, LONGEST_FAILURE - END_OF_FAILURE) + "\n…\n"
                        + text.substring(text.length() - END_OF_FAILURE);
    }

    /** A sentence for people. */
    String outcome() {
        String took = String.format(Locale.ROOT, "%.1f s", durationMs / 1000.0);
        return failed().isEmpty()
                ? "All %d acceptance checks passed in %s.".formatted(results.size(), took)
                : "%d of %d acceptance checks passed in %s.".formatted(passed().size(), results.size(), took);
    }

    /** For people: each command and what came of it. */
    String text() {
        return results.stream()
                        .map(result -> "%s %s\n%s".formatted(result.passed() ? "✓" : "✗", result.id(), result.text()))
                        .collect(Collectors.joining("\n"))
                + "\n" + outcome();
    }

    /**
     * The form for {@code payload.execution}.
     *
     * @param changed the checks that were changed after they had failed
     */
    Map<String, @Nullable Object> details(Map<String, CheckChange> changed) {
        Map<String, @Nullable Object> details = new TreeMap<>();
        details.put("command", "%d acceptance checks".formatted(results.size()));
        details.put("ending", ending);
        details.put("exit_code", ending.equals("exited") ? failed().isEmpty() ? 0 : 1 : null);
        details.put("duration_ms", durationMs);
        details.put("truncated", false);
        details.put("passed", failed().isEmpty());
        details.put("passed_checks", passed());
        details.put("failed_checks", failed());
        details.put("changed_checks", changed);
        details.put("results", results);
        return details;
    }
}

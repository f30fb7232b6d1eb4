package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges what came of a check. What the program says about itself does not count: only its output, its exit code and
 * its files, compared with what the check has.
 */
public final class Verdict {
    private static final int NOT_FOUND = 127;

    /** Statuses of a hundred mean the same kind of thing (RFC 9110, 15). */
    private static final int CLASS = 100;

    private static final Pattern ERROR = Pattern.compile("\\b\\w*(?:Error|Exception)\\b|\\berror:");

    private final RequirementText requirement;
    private final OutputComparison comparison;

    /** @param requirement decides how strictly outputs are compared */
    public Verdict(RequirementText requirement) {
        this.requirement = requirement;
        comparison = new OutputComparison(
                requirement.asksForOrder(),
                requirement.mentions("decimal") || requirement.mentions("digit") || requirement.mentions("round"));
    }

    /**
     * What came of one command in the sandbox.
     *
     * @param exitCode null if it was ended from outside; of a request the status, or 0 without an answer
     * @param files the files that the check looks at, as they were afterwards; without those that were not there
     */
    public record Raw(
            String output, String errors, @Nullable Integer exitCode, Map<String, String> files) {
        /** A program that does nothing and says nothing. */
        private static Raw nothing(Map<String, String> files) {
            return new Raw("", "", 0, files);
        }
    }

    /**
     * Judges one check.
     *
     * @param raws what came of its commands, in order; fewer than there are if one was ended from outside
     * @param ended why there are fewer, for people
     */
    public CheckOutcome of(AcceptanceCheck check, List<Raw> raws, String ended) {
        List<StepOutcome> steps = new ArrayList<>();
        for (CheckStep step : check.steps()) {
            boolean ran = steps.size() < raws.size();
            Raw raw = ran ? raws.get(steps.size()) : new Raw("", "", null, Map.of());
            @Nullable String problem = ran ? problem(step, raw).orElse(null) : ended;
            steps.add(new StepOutcome(step.run(), raw.output(), raw.errors(), raw.exitCode(), problem));
            if (problem != null) {
                return new CheckOutcome(check.id(), false, steps);
            }
        }
        return new CheckOutcome(check.id(), true, steps);
    }

    /**
     * The outcomes as they count together: a program that always fails has not shown that it refuses anything, so checks
     * of errors alone pass only where another check has passed.
     */
    public List<CheckOutcome> together(List<AcceptanceCheck> checks, List<CheckOutcome> outcomes) {
        Set<String> ofErrors = new HashSet<>();
        for (AcceptanceCheck check : checks) {
            if (check.steps().stream().allMatch(CheckStep::mustFail)) {
                ofErrors.add(check.id());
            }
        }
        boolean works = outcomes.stream().anyMatch(outcome -> outcome.passed() && !ofErrors.contains(outcome.id()));
        if (works || ofErrors.size() == checks.size()) {
            return outcomes;
        }
        return outcomes.stream()
                .map(outcome -> outcome.passed() ? failing(outcome) : outcome)
                .toList();
    }

    private static CheckOutcome failing(CheckOutcome outcome) {
        List<StepOutcome> steps = new ArrayList<>(outcome.steps());
        StepOutcome last = steps.removeLast();
        steps.add(new StepOutcome(
                last.run(),
                last.output(),
                last.errors(),
                last.exitCode(),
                "it fails here as it must, but it fails always"));
        return new CheckOutcome(outcome.id(), false, steps);
    }

    /** Whether two outputs are the same by what they are. */
    public boolean sameOutput(String expected, String actual) {
        return comparison.difference(expected, actual).isEmpty();
    }

    /** Whether it would pass for a program that prints nothing and exits with 0, and so proves nothing. */
    public boolean provesNothing(AcceptanceCheck check) {
        Map<String, String> files = new HashMap<>();
        check.files().forEach(file -> files.put(file.path(), file.content()));
        List<Raw> nothing =
                check.steps().stream().map(step -> Raw.nothing(files)).toList();
        return of(check, nothing, "").passed();
    }

    private Optional<String> problem(CheckStep step, Raw raw) {
        Integer exitCode = raw.exitCode();
        if (exitCode == null) {
            return Optional.of("it was ended from outside");
        }
        if (step.isRequest()) {
            return answer(step, raw, exitCode);
        }
        if (step.mustFail()) {
            return failure(step, raw, exitCode);
        }
        if (exitCode != 0) {
            return Optional.of("exited with %d instead of 0%s".formatted(exitCode, errorLine(raw)));
        }
        String expected = step.output();
        return (expected == null ? Optional.<String>empty() : comparison.difference(expected, raw.output()))
                .or(() -> files(step, raw));
    }

    /** Of a request: which success or which refusal it is counts where the requirement names one. */
    private Optional<String> answer(CheckStep step, Raw raw, int status) {
        if (status == 0) {
            return Optional.of("there was no answer" + errorLine(raw));
        }
        boolean named = requirement.mentions(String.valueOf(step.exitCode()));
        if (named ? status != step.exitCode() : status / CLASS != step.exitCode() / CLASS) {
            String said = raw.output().strip();
            return Optional.of("answered with %d instead of %d%s"
                    .formatted(
                            status,
                            step.exitCode(),
                            raw.errors().isBlank() ? said.isEmpty() ? "" : ": " + firstLine(said) : errorLine(raw)));
        }
        String expected = step.output();
        return (expected == null || expected.isBlank() || step.mustFail()
                        ? Optional.<String>empty()
                        : comparison.difference(expected, raw.output()))
                .or(() -> files(step, raw));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private Optional<String> failure(CheckStep step, Raw raw, int exitCode) {
        if (exitCode == 0) {
            return Optional.of("exited with 0, but must fail with another exit code");
        }
        if (exitCode == NOT_FOUND) {
            return Optional.of("the command was not found");
        }
        if (requirement.says("exit code " + step.exitCode()) && exitCode != step.exitCode()) {
            return Optional.of("exited with %d instead of %d%s".formatted(exitCode, step.exitCode(), errorLine(raw)));
        }
        if (raw.errors().lines().anyMatch(line -> line.startsWith("Traceback (most recent call last)"))) {
            return Optional.of("ended with an exception instead of a message" + errorLine(raw));
        }
        String expected = step.output();
        boolean silent = raw.errors().isBlank() && raw.output().isBlank();
        if (expected != null && !expected.isBlank() && silent) {
            return Optional.of("failed without a word");
        }
        if (raw.errors().isBlank() && (requirement.says("standard error") || requirement.says("stderr"))) {
            return Optional.of("failed without a message on standard error");
        }
        return files(step, raw);
    }

    private Optional<String> files(CheckStep step, Raw raw) {
        for (CheckFile file : step.files()) {
            String content = raw.files().get(file.path());
            if (content == null) {
                return Optional.of("there is no file %s afterwards".formatted(file.path()));
            }
            Optional<String> difference = comparison.difference(file.content(), content);
            if (difference.isPresent()) {
                return difference.map(sentence -> "in the file %s: %s".formatted(file.path(), sentence));
            }
        }
        return Optional.empty();
    }

    /** The line that names the error: languages print it first, in the middle or last. */
    private static String errorLine(Raw raw) {
        List<String> lines = raw.errors()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        boolean last = raw.errors().startsWith("Traceback "); // Python says it below the calls
        return (last ? lines.reversed() : lines)
                .stream()
                        .filter(line -> ERROR.matcher(line).find())
                        .findFirst()
                        .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                        .map(line -> ": " + line)
                        .orElse("");
    }
}

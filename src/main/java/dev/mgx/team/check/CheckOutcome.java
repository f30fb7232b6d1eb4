package dev.mgx.team.check;

import java.util.List;
import java.util.function.Function;

/**
 * What came of a check.
 *
 * @param steps of its commands, up to the first that did not do what it must
 */
public record CheckOutcome(String id, boolean passed, List<StepOutcome> steps) {

    /** For people: what was run, what came, and what is wrong with it. */
    public String text() {
        return text(StepOutcome::errors);
    }

    /** For models: the same, without the calls of libraries in stack traces. */
    public String textWithoutLibraries() {
        return text(step -> StackTrace.withoutLibraries(step.errors()));
    }

    private String text(Function<StepOutcome, String> errors) {
        StringBuilder text = new StringBuilder();
        for (StepOutcome step : steps) {
            boolean request = RequestLine.of(step.run()).isPresent();
            text.append(request ? "" : "$ ").append(step.run()).append('\n');
            if (request && step.exitCode() != null && step.exitCode() != 0) {
                text.append("→ ").append(step.exitCode()).append('\n');
            }
            append(text, step.output());
            append(text, errors.apply(step));
            if (step.problem() != null) {
                text.append("→ ").append(step.problem()).append('\n');
            }
        }
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, String lines) {
        if (!lines.isBlank()) {
            text.append(lines.stripTrailing()).append('\n');
        }
    }
}

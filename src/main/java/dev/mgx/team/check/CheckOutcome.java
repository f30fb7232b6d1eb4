package dev.mgx.team.check;

import java.util.List;

/**
 * What came of a check.
 *
 * @param steps of its commands, up to the first that did not do what it must
 */
public record CheckOutcome(String id, boolean passed, List<StepOutcome> steps) {

    /** For people and models: what was run, what came, and what is wrong with it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (StepOutcome step : steps) {
            text.append("$ ").append(step.run()).append('\n');
            append(text, step.output());
            append(text, step.errors());
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

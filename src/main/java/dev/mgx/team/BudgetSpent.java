package dev.mgx.team;

import dev.mgx.engine.run.StepFailed;
import org.jspecify.annotations.Nullable;

/** A step that could not be paid for; more money or tokens, and the run can go on from there. */
final class BudgetSpent extends StepFailed {
    private static final long serialVersionUID = 1L;

    BudgetSpent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

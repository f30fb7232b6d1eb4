package dev.mgx.team.turn;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.task.ErrorType;
import org.jspecify.annotations.Nullable;

/** A step would exceed the budget. With a higher limit the run can be resumed from there. */
public final class BudgetSpent extends StepFailed {
    private static final long serialVersionUID = 1L;

    public BudgetSpent(String message, @Nullable Throwable cause) {
        super(ErrorType.BUDGET, message, cause);
    }
}

package dev.mgx.team.turn;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.task.ErrorType;
import org.jspecify.annotations.Nullable;

/** A role could not be brought to answer in a usable form. Where the rest can go on without it, it does. */
public final class UnusableAnswer extends StepFailed {
    private static final long serialVersionUID = 1L;

    public UnusableAnswer(String message, @Nullable Throwable cause) {
        super(ErrorType.MODEL_REFUSED, message, cause);
    }
}

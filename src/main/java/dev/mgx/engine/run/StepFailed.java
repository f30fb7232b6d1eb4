package dev.mgx.engine.run;

import dev.mgx.task.ErrorType;
import org.jspecify.annotations.Nullable;

/** A step failed; the message is a sentence for the user. */
public class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorType errorType;

    public StepFailed(ErrorType errorType, String message) {
        this(errorType, message, null);
    }

    public StepFailed(ErrorType errorType, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorType = errorType;
    }

    /** Why, for programs. */
    public ErrorType errorType() {
        return errorType;
    }
}

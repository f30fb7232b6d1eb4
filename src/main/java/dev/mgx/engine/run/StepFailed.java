package dev.mgx.engine.run;

import org.jspecify.annotations.Nullable;

/** A step failed; the message is a sentence for the user. */
public class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StepFailed(String message) {
        super(message);
    }

    public StepFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.mgx.engine.run;

import org.jspecify.annotations.Nullable;

/** A step that could not do its work; the message is a sentence for the person who waits for it. */
public class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StepFailed(String message) {
        super(message);
    }

    public StepFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

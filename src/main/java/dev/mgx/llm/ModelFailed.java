package dev.mgx.llm;

import org.jspecify.annotations.Nullable;

/** A model call without an answer; the message is a sentence for the person who waits for it. */
public final class ModelFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

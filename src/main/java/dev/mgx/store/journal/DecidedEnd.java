package dev.mgx.store.journal;

import dev.mgx.task.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run that was decided from outside it: recorded with the fence, so that a crash between
 * the two does not forget it.
 *
 * @param errorType of a failure; null of a cancellation, and where an earlier version decided it
 * @param reason a sentence for the person who waits
 */
public record DecidedEnd(Kind kind, @Nullable ErrorType errorType, String reason) {

    /** How the run is to end. */
    public enum Kind {
        CANCELLED,
        FAILED
    }

    public static DecidedEnd cancelled(String reason) {
        return new DecidedEnd(Kind.CANCELLED, null, reason);
    }

    public static DecidedEnd failed(ErrorType type, String reason) {
        return new DecidedEnd(Kind.FAILED, type, reason);
    }
}

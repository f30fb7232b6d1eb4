package dev.mgx.server.intake;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the process when its event loop runs out of memory: it ends, so that a supervisor starts it again and
 * runs go on from their last finished step. A loop that goes on has lost timers and requests, and holds for ever what
 * they would have freed. Only the loop: a run that uses up the memory fails by itself.
 */
public final class LoopFailure {
    private static final Logger log = LoggerFactory.getLogger(LoopFailure.class);

    /** As {@code -XX:+ExitOnOutOfMemoryError} exits. */
    private static final int EXIT_CODE = 3;

    private final Runnable end;

    LoopFailure(Runnable end) {
        this.end = end;
    }

    /** Ends this process. */
    public static LoopFailure endingTheProcess() {
        return new LoopFailure(() -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    /** Something failed on an event loop. */
    public void check(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                try {
                    log.error("The event loop ran out of memory; the process ends: {}", cause.getMessage());
                } finally {
                    end.run(); // also when there is no memory for a line of the log
                }
                return;
            }
        }
    }

    /** Something failed on an event loop that nobody else says anything about. */
    public void unhandled(Throwable failure) {
        check(failure);
        log.error("Failed on the event loop", failure);
    }
}

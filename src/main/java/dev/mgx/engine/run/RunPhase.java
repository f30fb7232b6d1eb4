package dev.mgx.engine.run;

import java.util.Set;

/**
 * The phases of a run in this process, and all transitions between them as one table. Start, takeover, stop,
 * deadline, delete, shutdown and failure change the phase by this table or not at all.
 *
 * <pre>
 *              its workflow   the server    an end is   the end is recorded,   it is left to
 *              begins         shuts down    decided     or the fence is lost   a later start
 *  CLAIMED     RUNNING        SUSPENDING    ENDING      ENDED                  SUSPENDED
 *  RUNNING     -              SUSPENDING    ENDING      ENDED                  -
 *  SUSPENDING  -              -             ENDING      ENDED                  SUSPENDED
 *  ENDING      -              -             -           ENDED                  SUSPENDED
 *  ENDED       -              -             -           -                      -
 *  SUSPENDED   -              -             -           -                      -
 * </pre>
 *
 * A dash is a transition that is refused: the caller came too late, and the first one counts.
 */
enum RunPhase {
    /** Claimed or taken over; its workflow has not begun. */
    CLAIMED,
    /** Its workflow is running, or waits for a person or a slot. */
    RUNNING,
    /** The server is shutting down: no further step begins. */
    SUSPENDING,
    /** An end is decided and is being carried out until it is recorded. */
    ENDING,
    /** Its end is recorded, by this process or another. */
    ENDED,
    /** No longer active in this process; it can be taken over and resumed. */
    SUSPENDED;

    private Set<RunPhase> next() {
        return switch (this) {
            case CLAIMED -> Set.of(RUNNING, SUSPENDING, ENDING, ENDED, SUSPENDED);
            case RUNNING -> Set.of(SUSPENDING, ENDING, ENDED);
            case SUSPENDING -> Set.of(ENDING, ENDED, SUSPENDED);
            case ENDING -> Set.of(ENDED, SUSPENDED);
            case ENDED, SUSPENDED -> Set.of();
        };
    }

    /** Whether the table has this transition. */
    boolean allows(RunPhase later) {
        return next().contains(later);
    }
}

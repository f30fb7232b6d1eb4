package dev.mgx.engine.run;

import java.util.Set;

/**
 * Where a run is in its life in this process, and the whole of that life as one table. A start, a takeover, a stop, a
 * deadline, a delete, a shutdown and a failure move a run by this table or not at all.
 *
 * <pre>
 *            its workflow   the server    an end is   the end is recorded,   it is left to
 *            begins         shuts down    decided     or the fence is lost   a later start
 *  TAKEN     WORKING        LEAVING       ENDING      ENDED                  LEFT
 *  WORKING   -              LEAVING       ENDING      ENDED                  -
 *  LEAVING   -              -             ENDING      ENDED                  LEFT
 *  ENDING    -              -             -           ENDED                  LEFT
 *  ENDED     -              -             -           -                      -
 *  LEFT      -              -             -           -                      -
 * </pre>
 *
 * A dash is a move that does not happen: whoever asks for it came too late, and the first one counts.
 */
enum RunPhase {
    /** Claimed or taken over; nobody works on it yet. */
    TAKEN,
    /** Its workflow is at work, or waits for a person or a place. */
    WORKING,
    /** The server shuts down: no further step begins. */
    LEAVING,
    /** An end is decided, and is carried out until it is recorded. */
    ENDING,
    /** It is over: its end is recorded, by this process or another. */
    ENDED,
    /** Nobody here works on it any more; whoever takes it over goes on. */
    LEFT;

    private Set<RunPhase> next() {
        return switch (this) {
            case TAKEN -> Set.of(WORKING, LEAVING, ENDING, ENDED, LEFT);
            case WORKING -> Set.of(LEAVING, ENDING, ENDED);
            case LEAVING -> Set.of(ENDING, ENDED, LEFT);
            case ENDING -> Set.of(ENDED, LEFT);
            case ENDED, LEFT -> Set.of();
        };
    }

    /** Whether the table has this move. */
    boolean mayBecome(RunPhase later) {
        return next().contains(later);
    }
}

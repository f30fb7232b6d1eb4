package dev.mgx.store.journal;

/**
 * The end of a run that was decided from outside it: recorded with the fence, so that a crash between
 * the two does not forget it.
 *
 * @param reason a sentence for the person who waits
 */
public record DecidedEnd(Kind kind, String reason) {

    /** How the run is to end. */
    public enum Kind {
        CANCELLED,
        FAILED
    }
}

package dev.mgx.agent;

/**
 * How a loop ended.
 *
 * @param reason for people: why there was no further turn; empty if the checks pass or there are none and the agent says that it is done
 * @param report of the best state, which is kept
 */
public record LoopEnd(Cause cause, String reason, CheckReport report, int turns) {
    /** What ended it. */
    public enum Cause {
        /** The checks pass; or there are none, and the agent said that it is done. */
        DONE,
        /** All turns are used up. */
        TURNS,
        /** It did the same with the same outcome, or two things by turns. */
        CIRCLES,
        /** For a while no more checks passed than before. */
        NO_PROGRESS,
        /** It only talked, or never in a form that could be carried out. */
        NO_ACTION,
        /** It said again and again that it is done, and it was not. */
        GIVES_UP
    }
}

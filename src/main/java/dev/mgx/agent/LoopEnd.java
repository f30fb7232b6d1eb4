package dev.mgx.agent;

import java.util.HashMap;
import java.util.Map;

/**
 * How a loop ended.
 *
 * @param reason for people: why there was no further turn; empty if the checks pass or there are none and the agent says that it is done
 * @param report of the best state, which is kept
 * @param said all that the agent said when it handed its work in
 * @param written the answer by which each file was changed last, by path
 */
public record LoopEnd(
        Cause cause, String reason, CheckReport report, int turns, String said, Map<String, String> written) {
    public LoopEnd {
        written = Map.copyOf(written);
    }

    /** The same, with what was said and written in a loop before it. */
    public LoopEnd after(LoopEnd earlier) {
        Map<String, String> all = new HashMap<>(earlier.written);
        all.putAll(written);
        return new LoopEnd(cause, reason, report, turns, (earlier.said + "\n" + said).strip(), all);
    }

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

package dev.mgx.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ends a loop that does not get anywhere. Knows only what is journaled, so that a replay ends as the run did. */
final class LoopGuard {
    private static final int SAME = 3;
    private static final int ALTERNATING = 6;
    private static final int MOST_UNCLEAR = 3;
    private static final int MOST_REFUSED = 3;

    /** Why a loop ends, in words for people. */
    record Verdict(LoopEnd.Cause cause, String reason) {}

    private final LoopLimits limits;
    private final List<String> seen = new ArrayList<>();
    private int unclear;
    private int refused;
    private int sinceBest;

    LoopGuard(LoopLimits limits) {
        this.limits = limits;
    }

    /** An answer without an action. */
    void unclear() {
        unclear++;
        sinceBest++;
    }

    /** The agent said that it is done, and was not. */
    void refused() {
        unclear = 0;
        refused++;
        sinceBest++;
    }

    /**
     * Something was done.
     *
     * @param what the action and what came of it
     * @param gained whether more checks pass than ever before
     */
    void acted(String what, boolean gained) {
        unclear = 0;
        refused = 0;
        seen.add(what);
        sinceBest = gained ? 0 : sinceBest + 1;
    }

    /** @param turns how many there were */
    Optional<Verdict> verdict(int turns, boolean hasChecks) {
        if (unclear >= MOST_UNCLEAR) {
            return ended(LoopEnd.Cause.NO_ACTION, "the model answered %d times without doing anything", unclear);
        }
        if (refused >= MOST_REFUSED) {
            return ended(LoopEnd.Cause.GIVES_UP, "the model said %d times that it is done, while checks fail", refused);
        }
        if (isSame()) {
            return ended(LoopEnd.Cause.CIRCLES, "the model did the same %d times, with the same outcome", SAME);
        }
        if (isAlternating()) {
            return ended(LoopEnd.Cause.CIRCLES, "the model did two things by turns %d times", ALTERNATING / 2);
        }
        if (hasChecks && sinceBest >= limits.patience()) {
            return ended(LoopEnd.Cause.NO_PROGRESS, "for %d turns no more checks passed than before", sinceBest);
        }
        if (turns >= limits.turns()) {
            return ended(LoopEnd.Cause.TURNS, "all %d turns are used up", limits.turns());
        }
        return Optional.empty();
    }

    private static Optional<Verdict> ended(LoopEnd.Cause cause, String sentence, int number) {
        return Optional.of(new Verdict(cause, sentence.formatted(number)));
    }

    private boolean isSame() {
        return seen.size() >= SAME
                && seen.subList(seen.size() - SAME, seen.size()).stream()
                                .distinct()
                                .count()
                        == 1;
    }

    private boolean isAlternating() {
        if (seen.size() < ALTERNATING) {
            return false;
        }
        List<String> last = seen.subList(seen.size() - ALTERNATING, seen.size());
        for (int i = 2; i < ALTERNATING; i++) {
            if (!last.get(i).equals(last.get(i - 2))) {
                return false;
            }
        }
        return true;
    }
}

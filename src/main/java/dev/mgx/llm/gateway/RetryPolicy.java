package dev.mgx.llm.gateway;

import dev.mgx.llm.InWords;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which failed calls are made again, how often, and after what pause: the base, doubled with each failure up
 * to the longest, of which a half is left to chance, so that callers who failed together do not come back
 * together. A provider that asks for a longer pause gets it, up to the longest.
 *
 * @param maxAttempts for one model, the first one counted; at least 1
 * @param base the pause after the first failure
 * @param max the longest pause, also of those that a provider asks for
 * @param retried the failures that may pass
 */
public record RetryPolicy(int maxAttempts, Duration base, Duration max, Set<Kind> retried) {
    /** The failures that another attempt may not meet again. */
    public static final Set<Kind> PASSING = Set.copyOf(
            EnumSet.of(Kind.UNREACHABLE, Kind.TIMED_OUT, Kind.RATE_LIMITED, Kind.OVERLOADED, Kind.CUT, Kind.GARBLED));

    /** The defaults of the settings. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), PASSING);

    public RetryPolicy {
        if (maxAttempts < 1 || base.isNegative() || max.isNegative()) {
            throw new IllegalArgumentException("at least one attempt is made, and no pause is shorter than none");
        }
        retried = Set.copyOf(retried);
    }

    /**
     * What becomes of a call after {@code failures} failures of its model, {@code failure} the last of them.
     *
     * @param timeLeft how long its caller can still wait
     * @param chance from 0 to below 1
     */
    RetryVerdict verdict(ModelFailed failure, int failures, Duration timeLeft, double chance) {
        String what = String.valueOf(failure.getMessage());
        if (!retried.contains(failure.kind()) || timeLeft.isZero()) {
            return new RetryVerdict.GiveUp(what);
        }
        if (failures >= maxAttempts) {
            return new RetryVerdict.GiveUp(failures == 1 ? what : "%s (tried %d times)".formatted(what, failures));
        }
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        if (asked.compareTo(max) > 0) {
            return new RetryVerdict.GiveUp(
                    "%s; it asks to retry after %s, but the longest delay is %s (MGX_LLM_RETRY_MAX)"
                            .formatted(what, InWords.of(asked), InWords.of(max)));
        }
        Duration own = pause(failures, chance);
        Duration delay = asked.compareTo(own) > 0 ? asked : own;
        if (delay.compareTo(timeLeft) >= 0) {
            return new RetryVerdict.GiveUp("%s; a retry would have to wait for %s, but only %s are left"
                    .formatted(what, InWords.of(delay), InWords.of(timeLeft)));
        }
        return new RetryVerdict.Again(delay);
    }

    private Duration pause(int failures, double chance) {
        Duration whole = base;
        for (int i = 1; i < failures && whole.compareTo(max) < 0; i++) {
            whole = whole.multipliedBy(2);
        }
        long nanos = Math.min(whole.toNanos(), max.toNanos());
        return Duration.ofNanos((long) (nanos * (1 + chance) / 2));
    }

    /** Whether another model may do better than the one that failed so. */
    boolean mayFallBack(Kind kind) {
        return retried.contains(kind) || kind == Kind.UNKNOWN_MODEL;
    }
}

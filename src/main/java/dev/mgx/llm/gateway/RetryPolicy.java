package dev.mgx.llm.gateway;

import dev.mgx.llm.InWords;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which failed calls are retried, how often, and after what delay: exponential backoff with jitter, from half of the
 * delay to all of it, so that callers which failed together do not retry together. A longer delay that a provider
 * asks for is honoured up to the maximum. A server that is loading its model is waited for as long as there is time.
 *
 * @param maxAttempts per model, including the first one; at least 1
 * @param base the delay after the first failure
 * @param max the maximum delay, also for delays that a provider asks for
 * @param retried the kinds of failure that are retried
 */
public record RetryPolicy(int maxAttempts, Duration base, Duration max, Set<Kind> retried) {
    /** The failures that are transient. */
    public static final Set<Kind> TRANSIENT = Set.copyOf(EnumSet.of(
            Kind.UNREACHABLE,
            Kind.TIMED_OUT,
            Kind.RATE_LIMITED,
            Kind.OVERLOADED,
            Kind.LOADING,
            Kind.CUT,
            Kind.GARBLED));

    /** The defaults of the settings. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), TRANSIENT);

    public RetryPolicy {
        if (maxAttempts < 1 || base.isNegative() || max.isNegative()) {
            throw new IllegalArgumentException("maxAttempts must be at least 1, and delays must not be negative");
        }
        retried = Set.copyOf(retried);
    }

    /**
     * What to do with a call after {@code failures} failures of its model, the last being {@code failure}.
     *
     * @param timeLeft how long the caller can still wait
     * @param chance a random number from 0 to below 1
     */
    RetryVerdict verdict(ModelFailed failure, int failures, Duration timeLeft, double chance) {
        String message = String.valueOf(failure.getMessage());
        if (!retried.contains(failure.kind()) || timeLeft.isZero()) {
            return new RetryVerdict.GiveUp(message);
        }
        if (failures >= maxAttempts && failure.kind() != Kind.LOADING) {
            return new RetryVerdict.GiveUp(
                    failures == 1 ? message : "%s (tried %d times)".formatted(message, failures));
        }
        Duration requested = failure.retryAfter().orElse(Duration.ZERO);
        if (requested.compareTo(max) > 0) {
            return new RetryVerdict.GiveUp(
                    "%s; it asks to retry after %s, but the longest delay is %s (MGX_LLM_RETRY_MAX)"
                            .formatted(message, InWords.of(requested), InWords.of(max)));
        }
        Duration backoff = backoff(failures, chance);
        Duration delay = requested.compareTo(backoff) > 0 ? requested : backoff;
        if (delay.compareTo(timeLeft) >= 0) {
            return new RetryVerdict.GiveUp("%s; a retry would have to wait for %s, but only %s are left"
                    .formatted(message, InWords.of(delay), InWords.of(timeLeft)));
        }
        return new RetryVerdict.Again(delay);
    }

    private Duration backoff(int failures, double chance) {
        Duration doubled = base;
        for (int i = 1; i < failures && doubled.compareTo(max) < 0; i++) {
            doubled = doubled.multipliedBy(2);
        }
        long nanos = Math.min(doubled.toNanos(), max.toNanos());
        return Duration.ofNanos((long) (nanos * (1 + chance) / 2));
    }

    /** Whether another model may succeed after a failure of this kind. */
    boolean mayFallBack(Kind kind) {
        return retried.contains(kind) || kind == Kind.UNKNOWN_MODEL;
    }
}

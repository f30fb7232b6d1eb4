package dev.mgx.llm;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model call without a whole answer; the message is a sentence for the person who waits for it. */
public final class ModelFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** What went wrong, which alone decides whether the call is tried again. */
    public enum Kind {
        /** No connection: refused, unknown host, no answer to the connect. */
        UNREACHABLE,
        /** No first word, no further word, or no end in time. */
        TIMED_OUT,
        /** Too many calls (429); see {@link ModelFailed#retryAfter}. */
        RATE_LIMITED,
        /** The provider's own fault (5xx). */
        OVERLOADED,
        /** The connection broke, or the answer ended without saying that it is whole. */
        CUT,
        /** What came is not the provider's protocol. */
        GARBLED,
        /** Longer than {@link AnswerLimits}. */
        TOO_LONG,
        /** The key or the request is not accepted (4xx): the same call will never be. */
        REFUSED,
        /** The provider has no model of this name (404, or a 400 that says so): another model may answer. */
        UNKNOWN_MODEL,
        /** The task's money or tokens are spent. */
        OVER_BUDGET
    }

    public ModelFailed(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    /** @param retryAfter how long the provider asks to be left alone, or null where it does not say */
    public ModelFailed(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the provider asks to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

package dev.mgx.llm;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model call that failed to produce a complete answer; the message is a sentence for the user. */
public final class ModelFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** The kind of failure, which alone decides whether the call is retried. */
    public enum Kind {
        /** No connection: refused, unknown host, or connect timeout. */
        UNREACHABLE,
        /** No first token, no further token, or no end of the answer in time. */
        TIMED_OUT,
        /** Too many calls (429); see {@link ModelFailed#retryAfter}. */
        RATE_LIMITED,
        /** A server error of the provider (5xx). */
        OVERLOADED,
        /** The server is there, and loads the model; it answers as soon as that is done. */
        LOADING,
        /** The connection broke, or the answer ended without a finish reason. */
        CUT,
        /** The response does not follow the provider's protocol. */
        GARBLED,
        /** The answer exceeds {@link AnswerLimits}. */
        TOO_LONG,
        /** The answer went round in circles and was cut; the message quotes what it repeated. */
        REPETITIVE,
        /** The answer is empty, or all of it is thought. */
        EMPTY,
        /** The key or the request is rejected (4xx); a retry would be rejected too. */
        REFUSED,
        /** The provider has no model of this name (404, or a 400 that says so): another model may answer. */
        UNKNOWN_MODEL,
        /** The task's budget is spent. */
        OVER_BUDGET
    }

    public ModelFailed(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    /** @param retryAfter the retry delay that the provider asks for, or null if it does not say */
    public ModelFailed(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** The retry delay that the provider asks for. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

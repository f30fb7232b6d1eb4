package dev.mgx.llm.gateway;

import dev.mgx.llm.InWords;
import dev.mgx.llm.ModelFailed;
import java.time.Duration;

/** Computes the next deadline of a call and the failure when it has passed. Not thread-safe. */
final class CallTimer {
    private final String model;
    private final CallDeadlines deadlines;
    private final Duration timeLeft;
    private final long startedAt;
    private long lastActivity;
    private boolean active;

    /**
     * @param timeLeft how long the caller can wait in all
     * @param now the {@code nanoTime} at which the call starts
     */
    CallTimer(String model, CallDeadlines deadlines, Duration timeLeft, long now) {
        this.model = model;
        this.deadlines = deadlines;
        this.timeLeft = timeLeft;
        startedAt = now;
        lastActivity = now;
    }

    /** A deadline: the time left and the message when it has passed. */
    private record Timeout(Duration left, String message) {}

    /** Records an activity of the model. */
    void activity(long now) {
        lastActivity = now;
        active = true;
    }

    /** Time until the next deadline; not positive if it has passed. */
    Duration left(long now) {
        return next(now).left();
    }

    /** The failure for the deadline that has passed. */
    ModelFailed failure(long now) {
        return new ModelFailed(
                ModelFailed.Kind.TIMED_OUT,
                "The model " + model + " " + next(now).message(),
                null);
    }

    private Timeout next(long now) {
        Timeout silence = silence(now);
        Timeout total = total(now);
        return silence.left().compareTo(total.left()) < 0 ? silence : total;
    }

    private Timeout silence(long now) {
        Duration allowed = active ? deadlines.silence() : deadlines.firstToken();
        String message = active
                ? "sent nothing for %s in the middle of its answer (MGX_LLM_SILENCE_TIMEOUT)"
                : "sent no first token within %s (MGX_LLM_FIRST_TOKEN_TIMEOUT)";
        return new Timeout(allowed.minusNanos(now - lastActivity), message.formatted(InWords.of(allowed)));
    }

    private Timeout total(long now) {
        boolean callTimeoutFirst = deadlines.total().compareTo(timeLeft) <= 0;
        Duration allowed = callTimeoutFirst ? deadlines.total() : timeLeft;
        String message = callTimeoutFirst
                ? "did not finish its answer in %s (MGX_LLM_CALL_TIMEOUT)"
                : "did not finish its answer in the remaining %s";
        return new Timeout(allowed.minusNanos(now - startedAt), message.formatted(InWords.of(allowed)));
    }
}

package dev.mgx.llm.gateway;

import dev.mgx.llm.InWords;
import dev.mgx.llm.ModelFailed;
import java.time.Duration;

/** How long one call is still waited for, and what is said when that is over. For one thread. */
final class CallTimer {
    private final String model;
    private final CallDeadlines deadlines;
    private final Duration timeLeft;
    private final long began;
    private long lastSign;
    private boolean alive;

    /**
     * @param timeLeft how long the caller can wait in all
     * @param now the {@code nanoTime} at which the call begins
     */
    CallTimer(String model, CallDeadlines deadlines, Duration timeLeft, long now) {
        this.model = model;
        this.deadlines = deadlines;
        this.timeLeft = timeLeft;
        began = now;
        lastSign = now;
    }

    /** A deadline that may come next: how far off it is, and what is said when it has come. */
    private record Bound(Duration left, String sentence) {}

    /** The model has given a sign of life. */
    void sign(long now) {
        lastSign = now;
        alive = true;
    }

    /** How long until the next deadline; not positive when it has come. */
    Duration left(long now) {
        return next(now).left();
    }

    /** The failure that a deadline makes of the call. */
    ModelFailed failure(long now) {
        return new ModelFailed(
                ModelFailed.Kind.TIMED_OUT,
                "The model " + model + " " + next(now).sentence(),
                null);
    }

    private Bound next(long now) {
        Bound quiet = quiet(now);
        Bound whole = whole(now);
        return quiet.left().compareTo(whole.left()) < 0 ? quiet : whole;
    }

    private Bound quiet(long now) {
        Duration allowed = alive ? deadlines.silence() : deadlines.firstToken();
        String sentence = alive
                ? "sent nothing for %s in the middle of its answer (MGX_LLM_SILENCE_TIMEOUT)"
                : "sent no first token within %s (MGX_LLM_FIRST_TOKEN_TIMEOUT)";
        return new Bound(allowed.minusNanos(now - lastSign), sentence.formatted(InWords.of(allowed)));
    }

    private Bound whole(long now) {
        boolean ownTime = deadlines.total().compareTo(timeLeft) <= 0;
        Duration allowed = ownTime ? deadlines.total() : timeLeft;
        String sentence = ownTime
                ? "did not finish its answer in %s (MGX_LLM_CALL_TIMEOUT)"
                : "did not finish its answer in the remaining %s";
        return new Bound(allowed.minusNanos(now - began), sentence.formatted(InWords.of(allowed)));
    }
}

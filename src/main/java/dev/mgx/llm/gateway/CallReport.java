package dev.mgx.llm.gateway;

import dev.mgx.llm.ModelFailed;
import dev.mgx.task.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a call while it is under way. Its attempts are numbered 1, 2, … over all its models; the
 * text of an attempt starts anew.
 */
public sealed interface CallReport {
    /** Which attempt it is about. */
    int attempt();

    /**
     * The request is about to leave: it does when its listener has returned.
     *
     * @param inputTokens an estimate
     * @param outputTokens the most that the model may answer
     */
    record Calling(int attempt, String model, long inputTokens, int outputTokens) implements CallReport {}

    /** A piece of the answer. */
    record Text(int attempt, String piece) implements CallReport {}

    /**
     * The attempt has failed, and there is another.
     *
     * @param usage what it may have used up, an estimate
     * @param delay until the next attempt
     * @param nextModel which is asked next, where that is another one; null for the same
     */
    record Retrying(
            int attempt,
            String model,
            ModelFailed failure,
            Usage usage,
            Duration delay,
            @Nullable String nextModel) implements CallReport {}

    /** The attempt has failed, and there is no other; the call fails right after this. */
    record GivenUp(int attempt, String model, ModelFailed failure, Usage usage) implements CallReport {}

    /**
     * The caller was interrupted, and with it the attempt; the call ends right after this.
     *
     * @param usage what it may have used up, an estimate
     */
    record Interrupted(int attempt, String model, Usage usage) implements CallReport {}
}

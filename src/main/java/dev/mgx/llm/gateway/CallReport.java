package dev.mgx.llm.gateway;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.task.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A report of a call in progress. Attempts are numbered 1, 2, … over all models; each attempt starts its text anew. */
public sealed interface CallReport {
    /** The number of the attempt. */
    int attempt();

    /**
     * The request is sent when the listener returns.
     *
     * @param inputTokens an estimate
     * @param outputTokens maximum length of the answer
     * @param profile what is known of the model: how fast it reads and writes
     */
    record Calling(int attempt, String model, long inputTokens, int outputTokens, ModelProfile profile)
            implements CallReport {}

    /**
     * A piece of the answer, or of what the model thinks before it.
     *
     * @param thought whether it is no answer
     */
    record Text(int attempt, String piece, boolean thought) implements CallReport {}

    /**
     * The attempt failed and another one follows.
     *
     * @param usage what it may have used, an estimate
     * @param delay until the next attempt
     * @param nextModel the model to try next, or null for the same one
     */
    record Retrying(
            int attempt,
            String model,
            ModelFailed failure,
            Usage usage,
            Duration delay,
            @Nullable String nextModel) implements CallReport {}

    /** The last attempt failed; the call fails right after this. */
    record GivenUp(int attempt, String model, ModelFailed failure, Usage usage) implements CallReport {}

    /**
     * The caller was interrupted during the attempt; the call ends right after this.
     *
     * @param usage what it may have used, an estimate
     */
    record Interrupted(int attempt, String model, Usage usage) implements CallReport {}
}

package dev.mgx.agent;

/**
 * When a loop ends that does not get anywhere.
 *
 * @param turns answers of the model, at least 1
 * @param patience turns after which more checks must pass than before, at least 1
 * @param observationTokens of what the model is shown of an action, at least 100
 */
public record LoopLimits(int turns, int patience, int observationTokens) {
    /** Strong models need some ten turns for a small program; weak ones gain nothing after eight (docs/evals.md). */
    public static final LoopLimits DEFAULT = new LoopLimits(30, 8, 1_500);

    private static final int LEAST_TOKENS = 100;

    /** The same with so many turns. */
    public LoopLimits withTurns(int most) {
        return new LoopLimits(most, patience, observationTokens);
    }

    public LoopLimits {
        if (turns < 1 || patience < 1 || observationTokens < LEAST_TOKENS) {
            throw new IllegalArgumentException(
                    "no limits: %d turns, patience %d, %d tokens".formatted(turns, patience, observationTokens));
        }
    }
}

package dev.mgx.llm.gateway;

import dev.mgx.llm.ModelProfile;
import java.time.Duration;

/**
 * Time limits of a model call. The transport has its own connect timeout.
 *
 * @param firstToken until the first activity
 * @param silence between two activities of the model; the limit that ends a stalled call
 * @param total until the end of the answer
 * @param firstTokenFixed whether the first limit holds as it is, because somebody set it, for a model too slow for it
 * @param totalFixed the same of the limit until the end
 */
public record CallDeadlines(
        Duration firstToken, Duration silence, Duration total, boolean firstTokenFixed, boolean totalFixed) {
    /** The defaults of the settings. */
    public static final CallDeadlines DEFAULT =
            new CallDeadlines(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300));

    /** A call may take so much longer than at the speed that was measured: machines have other work, too. */
    private static final double ALLOWANCE = 2;

    public CallDeadlines {
        if (!firstToken.isPositive() || !silence.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException("deadlines must be positive");
        }
    }

    /** Limits that hold as they are for every model. */
    public CallDeadlines(Duration firstToken, Duration silence, Duration total) {
        this(firstToken, silence, total, true, true);
    }

    /** The limits of a call of this size: those that nobody set are longer, never shorter, for a slow model. */
    CallDeadlines fitting(ModelProfile profile, long promptTokens, int answerTokens) {
        Duration reading = reading(profile, promptTokens);
        Duration writing =
                profile.writtenPerSecond() == null ? Duration.ZERO : seconds(answerTokens / profile.writtenPerSecond());
        return new CallDeadlines(
                firstTokenFixed ? firstToken : longer(firstToken, reading),
                silence,
                totalFixed ? total : longer(total, reading.plus(writing)),
                firstTokenFixed,
                totalFixed);
    }

    /** How long the model reads a prompt; zero if its speed is not known. */
    static Duration reading(ModelProfile profile, long promptTokens) {
        return profile.readPerSecond() == null ? Duration.ZERO : seconds(promptTokens / profile.readPerSecond());
    }

    private static Duration longer(Duration limit, Duration measured) {
        Duration allowed = Duration.ofMillis((long) (measured.toMillis() * ALLOWANCE));
        return allowed.compareTo(limit) > 0 ? allowed : limit;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.min(seconds, Integer.MAX_VALUE) * 1000));
    }
}

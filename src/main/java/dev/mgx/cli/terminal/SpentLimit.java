package dev.mgx.cli.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/**
 * A limit that a run ran out of.
 *
 * @param amount in seconds, US dollars or tokens
 */
public record SpentLimit(Kind kind, BigDecimal amount) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int CENTS = 2;

    /** What is limited. */
    public enum Kind {
        TIME("--max-duration", "Time limit"),
        COST("--max-cost", "Budget in dollars"),
        TOKENS("--max-tokens", "Token limit");

        private final String option;
        private final String title;

        Kind(String option, String title) {
            this.option = option;
            this.title = title;
        }

        /** What a person is asked for. */
        public String title() {
            return title;
        }
    }

    /** What ran out, as a sentence. */
    public String sentence() {
        return switch (kind) {
            case TIME -> "The last run ran out of time: its limit was %s.".formatted(value(amount));
            case COST -> "The last run spent its budget of $%s.".formatted(value(amount));
            case TOKENS ->
                String.format(Locale.ROOT, "The last run spent its budget of %,d tokens.", amount.longValue());
        };
    }

    /** Twice the limit, as the option takes it. */
    public String larger() {
        return value(amount.multiply(TWO));
    }

    /** The option that sets a larger one. */
    public String option() {
        return kind.option + " " + larger();
    }

    private String value(BigDecimal limit) {
        return switch (kind) {
            case TIME -> spoken(Duration.ofSeconds(limit.longValue()));
            case COST ->
                limit.setScale(Math.max(CENTS, limit.scale()), RoundingMode.UP).toPlainString();
            case TOKENS -> String.valueOf(limit.longValue());
        };
    }

    /** Such as {@code 90s}, {@code 20m} or {@code 2h}. */
    private static String spoken(Duration time) {
        if (time.toSecondsPart() > 0) {
            return time.toSeconds() + "s";
        }
        return time.toMinutesPart() > 0 ? time.toMinutes() + "m" : time.toHours() + "h";
    }
}

package dev.mgx.llm.budget;

import dev.mgx.llm.InWords;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.task.Usage;
import dev.mgx.time.Deadline;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The remaining budget of a task, shared by its agents. The most a call may use is reserved before the call, and its
 * actual usage is settled afterwards, so that concurrent calls cannot exceed the budget together. Thread-safe.
 */
public final class Budget {
    /** The shortest answer worth a call: a file of about 200 lines. */
    static final int MIN_ANSWER_TOKENS = 2048;

    private final BudgetLimits limits;
    private Usage used;
    private Usage reserved = Usage.NONE;
    private int outstanding;

    /** @param used usage of the task so far */
    public Budget(BudgetLimits limits, Usage used) {
        this.limits = limits;
        this.used = used;
    }

    /** Permission to make one call. Must be settled; later calls of {@link #settle} have no effect. */
    public final class Reservation {
        private final CallEstimate estimate;
        private final boolean reduced;
        private boolean settled;

        private Reservation(CallEstimate estimate, boolean reduced) {
            this.estimate = estimate;
            this.reduced = reduced;
        }

        /** The maximum length of the answer in tokens. */
        public int outputTokens() {
            return estimate.outputTokens();
        }

        /** Whether that is less than was requested, because the budget covers no more. */
        public boolean reduced() {
            return reduced;
        }

        /** Replaces the reservation by the actual usage; returns that with its cost. */
        public Usage settle(Usage real) {
            Usage priced = estimate.used(real);
            if (!settled) {
                settled = true;
                settled(estimate.atMost(), priced);
            }
            return priced;
        }
    }

    /**
     * Reserves the most that the call may use. While other calls hold reservations that they may not need, it waits
     * for them to be settled. Only when there are none it reserves a shorter answer, or fails.
     *
     * @throws ModelFailed when the budget does not cover the call
     */
    public synchronized Reservation reserve(CallEstimate estimate, Deadline time) throws InterruptedException {
        requireKnownPrice(estimate);
        while (true) {
            CallEstimate covered = estimate.within(costLeft(), tokensLeft());
            int least = Math.min(MIN_ANSWER_TOKENS, estimate.outputTokens());
            boolean whole = covered.outputTokens() == estimate.outputTokens();
            if (whole || (outstanding == 0 && covered.outputTokens() >= least)) {
                reserved = reserved.plus(covered.atMost());
                outstanding++;
                return new Reservation(covered, !whole);
            }
            if (outstanding == 0) {
                throw spent(estimate.withOutput(least));
            }
            long millis = time.left().toMillis();
            if (millis <= 0) {
                throw new ModelFailed(
                        Kind.TIMED_OUT,
                        "The budget reserved by other calls of the task was not settled in "
                                + InWords.of(time.allowed()),
                        null);
            }
            wait(millis);
        }
    }

    private synchronized void settled(Usage reservation, Usage real) {
        outstanding--;
        reserved = new Usage(
                reserved.inputTokens() - reservation.inputTokens(),
                reserved.outputTokens() - reservation.outputTokens(),
                reserved.costUsd().subtract(reservation.costUsd()),
                reserved.llmCalls() - reservation.llmCalls());
        used = used.plus(real);
        notifyAll();
    }

    /** Refuses a cost limit that somebody set but that cannot be enforced because the price is unknown. */
    private void requireKnownPrice(CallEstimate estimate) {
        BigDecimal limit = limits.maxCostUsd();
        if (estimate.price() == null && limit != null && limits.costAsked()) {
            throw new ModelFailed(
                    Kind.OVER_BUDGET,
                    "The price of the model %s is unknown, so the budget of %s cannot be enforced: add its price to the file in MGX_PRICES_FILE (0 if it is free), or limit tokens instead"
                            .formatted(estimate.model(), dollars(limit)),
                    null);
        }
    }

    private @Nullable BigDecimal costLeft() {
        BigDecimal limit = limits.maxCostUsd();
        return limit == null ? null : limit.subtract(used.costUsd()).subtract(reserved.costUsd());
    }

    private @Nullable Long tokensLeft() {
        Long limit = limits.maxTokens();
        return limit == null ? null : limit - tokens(used) - tokens(reserved);
    }

    private ModelFailed spent(CallEstimate least) {
        BigDecimal maxCost = limits.maxCostUsd();
        Usage atMost = least.atMost();
        boolean tokens = limits.maxTokens() != null && tokens(used) + tokens(atMost) > limits.maxTokens();
        String sentence = tokens || maxCost == null
                ? String.format(
                        Locale.ROOT,
                        "Budget of %,d tokens is spent: %,d are used, and the next call of %s may take %,d. Resume with a larger max_tokens to continue",
                        limits.maxTokens(),
                        tokens(used),
                        least.model(),
                        tokens(atMost))
                : "Budget of %s is spent: %s are used, and the next call of %s may cost %s. Resume with a larger max_cost_usd to continue"
                        .formatted(dollars(maxCost), dollars(used.costUsd()), least.model(), dollars(atMost.costUsd()));
        return new ModelFailed(Kind.OVER_BUDGET, sentence, null);
    }

    private static long tokens(Usage usage) {
        return usage.inputTokens() + usage.outputTokens();
    }

    /** Such as {@code $5.00}, with more digits for amounts below a cent. */
    public static String dollars(BigDecimal usd) {
        boolean small = usd.signum() > 0 && usd.compareTo(new BigDecimal("0.01")) < 0;
        return String.format(Locale.ROOT, small ? "$%.4f" : "$%.2f", usd);
    }
}

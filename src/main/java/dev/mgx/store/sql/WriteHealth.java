package dev.mgx.store.sql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of whether the database takes writes. Written by the writer's thread, read by any. */
final class WriteHealth {
    /** How long a commit counts as proof that the database is healthy. */
    private static final Duration HEALTHY_AFTER_COMMIT = Duration.ofSeconds(10);

    private final Outage outage = new Outage("written", System::nanoTime);
    private final Outage refusals = new Outage("written in every way", System::nanoTime);
    private volatile long lastCommit = System.nanoTime() - HEALTHY_AFTER_COMMIT.toNanos(); // none yet
    private volatile @Nullable StoreUnavailable problem; // of all writes
    private volatile @Nullable StoreUnavailable refusal; // of some kind of write

    void committed(long at) {
        outage.succeeded();
        problem = null;
        lastCommit = at;
    }

    /** All writes failed. */
    void failed(StoreUnavailable reason) {
        outage.failed(String.valueOf(reason.getMessage()));
        problem = reason;
    }

    /** A write was refused, and others were not. */
    void refused(StoreUnavailable reason) {
        refusals.failed(String.valueOf(reason.getMessage()));
        refusal = reason;
    }

    /** Whether there was a commit lately, and no failure since. */
    boolean isProven() {
        boolean lately = System.nanoTime() - lastCommit < HEALTHY_AFTER_COMMIT.toNanos();
        return lately && problem == null && refusal == null;
    }

    /** The last refusal, for {@link #allowed}. */
    @Nullable
    StoreUnavailable refusal() {
        return refusal;
    }

    /** Every kind of write was tried and taken since {@code known} was the last refusal. */
    void allowed(@Nullable StoreUnavailable known) {
        if (known != null && known.equals(refusal)) {
            refusal = null;
            refusals.succeeded();
        }
    }
}

package dev.mgx.store.sql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of whether the database takes writes. Written by the writer's thread, read by any. */
final class WriteHealth {
    private static final Logger log = LoggerFactory.getLogger(WriteHealth.class);

    /** How long a commit counts as proof that the database is healthy. */
    private static final Duration HEALTHY_AFTER_COMMIT = Duration.ofSeconds(10);

    private volatile long lastCommit = System.nanoTime() - HEALTHY_AFTER_COMMIT.toNanos(); // none yet
    private volatile @Nullable StoreUnavailable problem; // of all writes
    private volatile @Nullable StoreUnavailable refusal; // of some kind of write

    void committed(long at) {
        if (problem != null) {
            log.info("The database accepts writes again");
        }
        problem = null;
        lastCommit = at;
    }

    /** All writes failed. */
    void failed(StoreUnavailable reason) {
        warnOnce(problem, reason);
        problem = reason;
    }

    /** A write was refused, and others were not. */
    void refused(StoreUnavailable reason) {
        warnOnce(refusal, reason);
        refusal = reason;
    }

    /** Logged once, not on every retry. */
    private static void warnOnce(@Nullable StoreUnavailable before, StoreUnavailable now) {
        if (before == null || !String.valueOf(before.getMessage()).equals(now.getMessage())) {
            log.warn("{}", now.getMessage());
        }
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
            log.info("The database refuses no writes any more");
        }
    }
}

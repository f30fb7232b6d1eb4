package dev.mgx.store.sql;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a database that is away, for reading or for writing: once when that begins, then every minute, and
 * when it is over; another reason at once, but not more often than every few seconds. Thread-safe.
 */
final class Outage {
    private static final Logger log = LoggerFactory.getLogger(Outage.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration OTHER_REASON_INTERVAL = Duration.ofSeconds(5);

    private final String what;
    private final LongSupplier nanoTime;
    private volatile @Nullable String reason; // this and the following fields are guarded by this
    private long began;
    private long lastLine;

    /** @param what cannot be done, such as {@code read} */
    Outage(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
    }

    /** It failed for this reason, a sentence. */
    synchronized void failed(String why) {
        long now = nanoTime.getAsLong();
        if (reason == null) {
            began = now;
            log.warn("{}", why);
        } else if (now - lastLine >= (why.equals(reason) ? INTERVAL : OTHER_REASON_INTERVAL).toNanos()) {
            log.warn("The database could not be {} for {} s: {}", what, seconds(now), why);
        } else {
            return;
        }
        reason = why;
        lastLine = now;
    }

    /** It succeeded. */
    void succeeded() {
        if (reason != null) { // the usual case takes no lock
            over();
        }
    }

    private synchronized void over() {
        if (reason != null) {
            log.info("The database is back: it can be {} again, after {} s", what, seconds(nanoTime.getAsLong()));
            reason = null;
        }
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - began).toSeconds();
    }
}

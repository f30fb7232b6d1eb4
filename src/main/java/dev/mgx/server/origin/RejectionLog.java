package dev.mgx.server.origin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why requests are rejected, each reason at most once a minute: whoever is rejected may call often. Thread-safe. */
final class RejectionLog {
    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** A client may make up as many reasons as it likes; the oldest are forgotten. */
    private static final int MAX_REASONS = 100;

    private final LongSupplier nanos;
    private final Map<String, Long> logged = new LinkedHashMap<>();

    RejectionLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param client its address, or a word for it */
    synchronized void add(String client, String reason) {
        long now = nanos.getAsLong();
        Long before = logged.get(reason);
        if (before != null && now - before < INTERVAL_NANOS) {
            return;
        }
        logged.remove(reason);
        if (logged.size() >= MAX_REASONS) {
            logged.remove(logged.keySet().iterator().next());
        }
        logged.put(reason, now);
        log.warn("A request from {} was refused: {}", client, reason);
    }
}

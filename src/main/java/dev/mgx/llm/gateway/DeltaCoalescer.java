package dev.mgx.llm.gateway;

import dev.mgx.llm.TextListener;
import dev.mgx.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Turns the many small pieces of a model's text into few: a piece goes on when a quarter of a second
 * has passed since the last one or since the call began, or when 2 KB have gathered; so a quick answer goes
 * on in one piece. Not thread-safe; never blocks but in its listener.
 */
final class DeltaCoalescer {
    static final Duration INTERVAL = Duration.ofMillis(250);
    static final int SIZE_BYTES = 2048;

    private final TextListener listener;
    private final MonotonicClock monotonic;
    private final StringBuilder gathered = new StringBuilder();
    private int gatheredBytes;
    private long lastFlush;

    DeltaCoalescer(TextListener listener, MonotonicClock monotonic) {
        this.listener = listener;
        this.monotonic = monotonic;
        lastFlush = monotonic.nanoTime();
    }

    void add(String piece) throws InterruptedException {
        gathered.append(piece);
        gatheredBytes += piece.getBytes(StandardCharsets.UTF_8).length;
        flushIfDue();
    }

    void flushIfDue() throws InterruptedException {
        if (gatheredBytes >= SIZE_BYTES || untilDue().isZero()) {
            flush();
        }
    }

    void flush() throws InterruptedException {
        if (gathered.isEmpty()) {
            return;
        }
        String text = gathered.toString();
        gathered.setLength(0);
        gatheredBytes = 0;
        lastFlush = monotonic.nanoTime();
        listener.text(text);
    }

    boolean hasText() {
        return !gathered.isEmpty();
    }

    /** How long what has gathered may still wait, never negative. */
    Duration untilDue() {
        long left = INTERVAL.toNanos() - (monotonic.nanoTime() - lastFlush);
        return Duration.ofNanos(Math.max(0, left));
    }
}

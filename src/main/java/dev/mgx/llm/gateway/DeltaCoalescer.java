package dev.mgx.llm.gateway;

import dev.mgx.llm.TextListener;
import dev.mgx.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Combines the small pieces of a model's text into larger ones: flushes 250 ms after the last flush or the start of
 * the call, when 2 KB have been buffered, or where thoughts end and text begins. Not thread-safe; blocks only in its
 * listener.
 */
final class DeltaCoalescer {
    static final Duration INTERVAL = Duration.ofMillis(250);
    static final int SIZE_BYTES = 2048;

    private final TextListener listener;
    private final MonotonicClock monotonic;
    private final StringBuilder buffer = new StringBuilder();
    private boolean thought; // whether the buffer holds thoughts
    private int bufferedBytes;
    private long lastFlush;

    DeltaCoalescer(TextListener listener, MonotonicClock monotonic) {
        this.listener = listener;
        this.monotonic = monotonic;
        lastFlush = monotonic.nanoTime();
    }

    void add(String piece, boolean isThought) throws InterruptedException {
        if (isThought != thought && !piece.isEmpty()) {
            flush();
            thought = isThought;
        }
        buffer.append(piece);
        bufferedBytes += piece.getBytes(StandardCharsets.UTF_8).length;
        flushIfDue();
    }

    void flushIfDue() throws InterruptedException {
        if (bufferedBytes >= SIZE_BYTES || untilDue().isZero()) {
            flush();
        }
    }

    void flush() throws InterruptedException {
        if (buffer.isEmpty()) {
            return;
        }
        String text = buffer.toString();
        buffer.setLength(0);
        bufferedBytes = 0;
        lastFlush = monotonic.nanoTime();
        if (thought) {
            listener.thought(text);
        } else {
            listener.text(text);
        }
    }

    boolean hasText() {
        return !buffer.isEmpty();
    }

    /** Time until the next flush is due; never negative. */
    Duration untilDue() {
        long left = INTERVAL.toNanos() - (monotonic.nanoTime() - lastFlush);
        return Duration.ofNanos(Math.max(0, left));
    }
}

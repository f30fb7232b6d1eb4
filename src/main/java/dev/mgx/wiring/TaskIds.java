package dev.mgx.wiring;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Generates task ids: UUIDs of version 7 (RFC 9562, 5.7), which increase with time. Thread-safe. */
public final class TaskIds implements Supplier<String> {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long last;

    public TaskIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String get() {
        long ticks = nextTick();
        long high = (ticks >>> 12 << 16) | 0x7000L | (ticks & 0xfff);
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Milliseconds times 4096, or one more than the last tick if the clock has not advanced. */
    private synchronized long nextTick() {
        last = Math.max(last + 1, clock.millis() << 12);
        return last;
    }
}

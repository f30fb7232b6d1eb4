package dev.mgx.engine;

import dev.mgx.store.journal.Journal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The system clock, which fails on demand when the journal reads it, as it does for every record. */
public final class FailingClock extends Clock {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Supplier<? extends Throwable> failure = IllegalStateException::new;

    /** Throws for the next {@code times} reads by the journal. */
    public void fail(int times, Supplier<? extends Throwable> with) {
        failure = with;
        failures.set(times);
    }

    /** Whether all requested failures have happened. */
    public boolean hasFailedEnough() {
        return failures.get() == 0;
    }

    @Override
    public Instant instant() {
        if (isReadByJournal() && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            switch (failure.get()) {
                case Error error -> throw error;
                case RuntimeException unchecked -> throw unchecked;
                case Throwable checked -> throw new IllegalStateException(checked);
            }
        }
        return Clock.systemUTC().instant();
    }

    private static boolean isReadByJournal() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == Journal.class));
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

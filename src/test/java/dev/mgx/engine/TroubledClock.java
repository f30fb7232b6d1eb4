package dev.mgx.engine;

import dev.mgx.store.journal.Journal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A right clock that throws when a test says so at the journal, which asks it for every record: so recording an event fails. */
public final class TroubledClock extends Clock {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Supplier<? extends Throwable> trouble = IllegalStateException::new;

    /** Has it throw so often, from now on. */
    public void fail(int times, Supplier<? extends Throwable> what) {
        trouble = what;
        failures.set(times);
    }

    /** Whether it has thrown as often as it was told to. */
    public boolean isRightAgain() {
        return failures.get() == 0;
    }

    @Override
    public Instant instant() {
        if (asksJournal() && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            switch (trouble.get()) {
                case Error error -> throw error;
                case RuntimeException unchecked -> throw unchecked;
                case Throwable checked -> throw new IllegalStateException(checked);
            }
        }
        return Clock.systemUTC().instant();
    }

    private static boolean asksJournal() {
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

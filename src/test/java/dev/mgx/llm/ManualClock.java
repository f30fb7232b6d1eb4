package dev.mgx.llm;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only advances when a test says so, or when somebody sleeps, which returns at once. */
class ManualClock implements MonotonicClock {
    private final AtomicLong now = new AtomicLong();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        slept.add(duration);
        advance(duration);
    }

    void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    List<Duration> slept() {
        return slept;
    }
}

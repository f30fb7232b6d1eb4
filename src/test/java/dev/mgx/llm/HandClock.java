package dev.mgx.llm;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test drives: time passes when somebody sleeps, and at once. */
class HandClock implements MonotonicClock {
    private final AtomicLong now = new AtomicLong();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        slept.add(duration);
        pass(duration);
    }

    void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    List<Duration> slept() {
        return slept;
    }
}

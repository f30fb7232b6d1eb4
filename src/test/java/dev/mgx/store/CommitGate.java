package dev.mgx.store;

import dev.mgx.store.sql.CommitProbe;
import dev.mgx.testing.Await;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A probe that can block the writer between the work and its commit, and counts commits. */
final class CommitGate implements CommitProbe {
    private final AtomicLong commits = new AtomicLong();
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore passes = new Semaphore(0);
    private volatile boolean shut;

    @Override
    public void before(long commit) {
        if (shut) {
            shut = false;
            arrived.release();
            acquire(passes);
        }
    }

    @Override
    public void after(long commit) {
        commits.incrementAndGet();
    }

    long commits() {
        return commits.get();
    }

    /** Makes the next commit wait. */
    void shut() {
        shut = true;
    }

    /** Waits until the writer is blocked. */
    void awaitArrival() {
        acquire(arrived);
    }

    void open() {
        passes.release();
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the writer did not reach the gate");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until each of the threads has submitted a write and is in its timed wait. */
    static void awaitHandedIn(List<Thread> producers) throws Exception {
        for (Thread producer : producers) {
            Await.until(() -> producer.getState() == Thread.State.TIMED_WAITING || !producer.isAlive());
            if (!producer.isAlive()) {
                throw new AssertionError(producer + " did not wait");
            }
        }
    }
}

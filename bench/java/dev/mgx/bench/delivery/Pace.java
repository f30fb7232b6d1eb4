package dev.mgx.bench.delivery;

import dev.mgx.store.journal.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Appends single events to many tasks in turn, so many a second, whatever becomes of them. */
final class Pace implements AutoCloseable {
    private static final int PRODUCERS = 20;

    private final List<Thread> threads = new ArrayList<>();

    /** Starts; every task gets {@code eventsEach}, all of them together so many a second. */
    Pace(OurServer server, List<Fence> tasks, int eventsEach, int perSecond) {
        int producers = Math.min(PRODUCERS, tasks.size());
        long interval = 1_000_000_000L * producers / perSecond;
        long begun = System.nanoTime();
        for (int i = 0; i < producers; i++) {
            int first = i;
            threads.add(Thread.ofPlatform().start(() -> {
                long due = begun + first * interval / producers;
                for (int event = 0; event < eventsEach; event++) {
                    for (int task = first; task < tasks.size(); task += producers) {
                        while (due - System.nanoTime() > 0) {
                            LockSupport.parkNanos(due - System.nanoTime());
                        }
                        server.append(tasks.get(task), 1);
                        due += interval;
                    }
                }
            }));
        }
    }

    /** Waits until everything is appended. */
    void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}

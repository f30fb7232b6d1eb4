package dev.mgx.engine.run;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A group of threads: those of one run, or those that carry out ends. An end from outside stops a run's threads by
 * {@link #interruptAndJoin}. Thread-safe.
 *
 * <p>They are platform threads: a step that spins on a carrier of virtual threads would block all others. There are
 * few of them: active runs times parallel steps.
 */
public final class RunThreads {
    /** How often a thread that does not respond is interrupted again. */
    private static final Duration INTERRUPT_INTERVAL = Duration.ofMillis(100);

    private final String name;
    private final MonotonicClock monotonic;
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RunThreads(String name, MonotonicClock monotonic) {
        this.name = name;
        this.monotonic = monotonic;
    }

    /** Starts a thread. After {@link #interruptAndJoin} it is interrupted at once. */
    public Thread start(String what, Runnable work) {
        Thread thread = Thread.ofPlatform().name(name + "-" + what).daemon().unstarted(() -> {
            try {
                work.run();
            } finally {
                alive.remove(Thread.currentThread());
            }
        });
        alive.add(thread);
        try {
            thread.start();
        } catch (Error e) { // out of memory for another thread
            alive.remove(thread);
            throw e;
        }
        if (closed) {
            thread.interrupt(); // interruptAndJoin may not have seen this thread
        }
        return thread;
    }

    /**
     * Interrupts every thread repeatedly until all have ended or the timeout has passed; returns the names of those
     * still alive.
     */
    List<String> interruptAndJoin(Duration timeout) throws InterruptedException {
        return interruptAndJoin(List.of(this), timeout, monotonic);
    }

    /** The same for several groups, which are interrupted together and share one timeout. */
    static List<String> interruptAndJoin(Collection<RunThreads> all, Duration timeout, MonotonicClock monotonic)
            throws InterruptedException {
        long deadline = monotonic.nanoTime() + timeout.toNanos();
        all.forEach(threads -> threads.closed = true);
        List<Thread> remaining = alive(all);
        while (!remaining.isEmpty() && deadline - monotonic.nanoTime() > 0) {
            remaining.forEach(Thread::interrupt);
            long wait = Math.min(INTERRUPT_INTERVAL.toNanos(), deadline - monotonic.nanoTime());
            remaining.getFirst().join(Duration.ofNanos(Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1))));
            remaining = alive(all);
        }
        return remaining.stream().map(Thread::getName).sorted().toList();
    }

    private static List<Thread> alive(Collection<RunThreads> all) {
        return all.stream()
                .flatMap(threads -> threads.alive.stream())
                .filter(Thread::isAlive)
                .toList();
    }

    /** Waits for every thread to end by itself; returns whether all did. */
    boolean await(Duration timeout) throws InterruptedException {
        long deadline = monotonic.nanoTime() + timeout.toNanos();
        for (Thread thread : alive(List.of(this))) {
            long left = deadline - monotonic.nanoTime();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }
}

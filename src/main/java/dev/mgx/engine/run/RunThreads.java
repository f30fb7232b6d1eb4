package dev.mgx.engine.run;

import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do the work of one run, and those that carry ends out. A run's end with the run:
 * {@link #interruptUntilGone} is how an end from outside reaches them. Thread-safe.
 *
 * <p>They are platform threads: a step's code is not trusted to yield, and one that spins on a carrier
 * of virtual threads would hold up everybody else. There are few, as many as runs times files at once.
 */
public final class RunThreads {
    /** How often a thread that does not let go is interrupted again. */
    private static final Duration INTERRUPT_INTERVAL = Duration.ofMillis(100);

    private final String name;
    private final MonotonicClock monotonic;
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RunThreads(String name, MonotonicClock monotonic) {
        this.name = name;
        this.monotonic = monotonic;
    }

    /** Starts a thread; once they are being ended, it starts interrupted. */
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
        } catch (Error e) { // there is no memory for one more
            alive.remove(thread);
            throw e;
        }
        if (closed) {
            thread.interrupt(); // the round of interrupts may have come before it
        }
        return thread;
    }

    /** Interrupts every thread again and again, until all are gone or the time is over; says which are left. */
    List<String> interruptUntilGone(Duration patience) throws InterruptedException {
        return interruptUntilGone(List.of(this), patience, monotonic);
    }

    /** The same for the threads of many runs: all are interrupted at once, and the time is theirs together. */
    static List<String> interruptUntilGone(Collection<RunThreads> all, Duration patience, MonotonicClock monotonic)
            throws InterruptedException {
        long deadline = monotonic.nanoTime() + patience.toNanos();
        all.forEach(threads -> threads.closed = true);
        List<Thread> left = alive(all);
        while (!left.isEmpty() && deadline - monotonic.nanoTime() > 0) {
            left.forEach(Thread::interrupt);
            long wait = Math.min(INTERRUPT_INTERVAL.toNanos(), deadline - monotonic.nanoTime());
            left.getFirst().join(Duration.ofNanos(Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1))));
            left = alive(all);
        }
        return left.stream().map(Thread::getName).sorted().toList();
    }

    private static List<Thread> alive(Collection<RunThreads> all) {
        return all.stream()
                .flatMap(threads -> threads.alive.stream())
                .filter(Thread::isAlive)
                .toList();
    }

    /** Waits for every thread to end by itself; whether all did. */
    boolean await(Duration patience) throws InterruptedException {
        long deadline = monotonic.nanoTime() + patience.toNanos();
        for (Thread thread : alive(List.of(this))) {
            long left = deadline - monotonic.nanoTime();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }
}

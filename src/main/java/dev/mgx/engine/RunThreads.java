package dev.mgx.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do the work of one run. They end with the run: {@link #interruptUntilGone} is how an
 * end from outside reaches them.
 *
 * <p>They are platform threads: a step's code is not trusted to yield, and one that spins on a carrier
 * of virtual threads would hold up everybody else. There are few, as many as runs times files at once.
 */
final class RunThreads {
    /** How often a thread that does not let go is interrupted again. */
    private static final Duration INTERRUPT_INTERVAL = Duration.ofMillis(100);

    private final String name;
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RunThreads(String name) {
        this.name = name;
    }

    /** Starts a thread of the run; once it is being ended, the thread starts interrupted. */
    Thread start(String what, Runnable work) {
        Thread thread = Thread.ofPlatform().name(name + "-" + what).daemon().unstarted(() -> {
            try {
                work.run();
            } finally {
                alive.remove(Thread.currentThread());
            }
        });
        alive.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt(); // the round of interrupts may have come before it
        }
        return thread;
    }

    /** Interrupts every thread again and again, until all are gone or the time is over; says which are left. */
    List<String> interruptUntilGone(Duration patience) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : List.copyOf(alive)) {
            while (thread.isAlive() && System.nanoTime() < deadline) {
                alive.forEach(Thread::interrupt);
                long left = Math.min(INTERRUPT_INTERVAL.toNanos(), deadline - System.nanoTime());
                thread.join(Duration.ofNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1))));
            }
        }
        return alive.stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** Waits for every thread to end by itself; whether all did. */
    boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : List.copyOf(alive)) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }
}

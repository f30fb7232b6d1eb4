package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.OutputLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines between the threads that read a program's output and the one that takes them. It holds the readers
 * back while it is full, and so the program, until {@link #release}; what is left then is no more than the
 * pipes of a dead program hold.
 */
final class OutputQueue {
    /** About 1 MiB of the longest lines. */
    private static final int CAPACITY = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<OutputLine> waiting = new ArrayList<>();
    private boolean released;
    private boolean abandoned;
    private boolean ended;

    /** Adds a line; blocks while the queue is full. */
    void put(OutputLine line) {
        lock.lock();
        try {
            while (waiting.size() >= CAPACITY && !released) {
                changed.awaitUninterruptibly();
            }
            if (!abandoned && !ended) {
                waiting.add(line);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all lines there are; waits for one; nothing if there never will be one again. */
    List<OutputLine> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !ended) {
                changed.await();
            }
            List<OutputLine> batch = waiting;
            waiting = new ArrayList<>();
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the readers go on without a bound. */
    void release() {
        change(() -> released = true);
    }

    /** Nobody takes lines any more: they are thrown away, so that the readers can finish. */
    void abandon() {
        change(() -> {
            released = true;
            abandoned = true;
        });
    }

    /** No line comes any more. */
    void end() {
        change(() -> ended = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

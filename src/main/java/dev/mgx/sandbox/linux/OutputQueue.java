package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.OutputLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue of lines between the threads that read a program's output and the one that takes them. Readers
 * block while it is full, and the program with them. After {@link #release} it is unbounded, and only what is left in
 * the pipes of a dead program is added. Thread-safe.
 */
final class OutputQueue {
    /** About 1 MiB if all lines have the maximum length. */
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

    /** Takes all queued lines, waiting for at least one; empty after {@link #end}. */
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

    /** Removes the bound. */
    void release() {
        change(() -> released = true);
    }

    /** Discards further lines, so that the readers can finish although nobody takes lines. */
    void abandon() {
        change(() -> {
            released = true;
            abandoned = true;
        });
    }

    /** Marks the end of the output. */
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

package dev.mgx.llm.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places for calls that may be open at once. A place that becomes free goes to the task whose turn it is,
 * so that one with forty files side by side does not starve another. Thread-safe.
 */
final class CallSlots {
    private final int slots;
    private final ReentrantLock lock = new ReentrantLock();
    private final TaskRotation<Waiter> rotation = new TaskRotation<>();
    private int free;

    /** Somebody who waits. A place is handed to it, so that nobody who comes later can be quicker. */
    private static final class Waiter {
        private final Condition handed;
        private boolean hasPlace;

        Waiter(Condition handed) {
            this.handed = handed;
        }
    }

    CallSlots(int slots) {
        this.slots = slots;
        free = slots;
    }

    /**
     * Takes a place for a call of this task, waiting for {@code atMost}.
     *
     * @return whether there was one; {@link #release} gives it back
     */
    boolean take(String taskId, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (free > 0) { // then nobody waits
                free--;
                return true;
            }
            Waiter waiter = new Waiter(lock.newCondition());
            rotation.add(taskId, waiter);
            return await(taskId, waiter, atMost);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(String taskId, Waiter waiter, Duration atMost) throws InterruptedException {
        try {
            long left = atMost.toNanos();
            while (!waiter.hasPlace && left > 0) {
                left = waiter.handed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            if (waiter.hasPlace) {
                pass(); // it came together with the interrupt: the next one has it
            }
            rotation.remove(taskId, waiter);
            throw e;
        }
        if (!waiter.hasPlace) {
            rotation.remove(taskId, waiter);
        }
        return waiter.hasPlace;
    }

    void release() {
        lock.lock();
        try {
            pass();
        } finally {
            lock.unlock();
        }
    }

    private void pass() {
        Optional<Waiter> next = rotation.next();
        if (next.isEmpty()) {
            free++;
        } else {
            next.get().hasPlace = true;
            next.get().handed.signal();
        }
    }

    /** How many have one. */
    int taken() {
        lock.lock();
        try {
            return slots - free;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return rotation.size();
        } finally {
            lock.unlock();
        }
    }
}

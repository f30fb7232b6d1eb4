package dev.mgx.llm.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many model calls are open at once. Tasks take turns for free slots, so that a task with many parallel
 * calls does not starve another. Thread-safe.
 */
final class CallSlots {
    private int slots;
    private final ReentrantLock lock = new ReentrantLock();
    private final TaskRotation<Waiter> rotation = new TaskRotation<>();
    private int free;

    /** A waiting call. Its slot is granted by the releasing thread, so that no later call can barge in. */
    private static final class Waiter {
        private final Condition granted;
        private boolean hasSlot;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }

    CallSlots(int slots) {
        this.slots = slots;
        free = slots;
    }

    /**
     * Acquires a slot for a call of this task, waiting for {@code atMost}.
     *
     * @return whether a slot was acquired; then it must be released by {@link #release}
     */
    boolean tryAcquire(String taskId, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (free > 0) { // then no call is waiting
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
            while (!waiter.hasSlot && left > 0) {
                left = waiter.granted.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            if (waiter.hasSlot) {
                grantNext(); // granted together with the interrupt: pass it on
            }
            rotation.remove(taskId, waiter);
            throw e;
        }
        if (!waiter.hasSlot) {
            rotation.remove(taskId, waiter);
        }
        return waiter.hasSlot;
    }

    void release() {
        lock.lock();
        try {
            grantNext();
        } finally {
            lock.unlock();
        }
    }

    private void grantNext() {
        free++;
        Optional<Waiter> next = free > 0 ? rotation.next() : Optional.empty();
        if (next.isPresent()) {
            free--;
            next.get().hasSlot = true;
            next.get().granted.signal();
        }
    }

    /** Has no more slots than these from now on; calls that have one keep it. */
    void reduceTo(int most) {
        lock.lock();
        try {
            int fewer = Math.max(0, slots - Math.max(1, most));
            slots -= fewer;
            free -= fewer;
        } finally {
            lock.unlock();
        }
    }

    /** The number of slots in use. */
    int inUse() {
        lock.lock();
        try {
            return slots - free;
        } finally {
            lock.unlock();
        }
    }

    /** The number of waiting calls. */
    int waiting() {
        lock.lock();
        try {
            return rotation.size();
        } finally {
            lock.unlock();
        }
    }
}

package dev.mgx.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how much of something is done at once, such as model calls. Tasks take turns for free slots, so that a task that
 * wants many does not starve another. Thread-safe.
 */
public final class FairSlots {
    private int slots;
    private final ReentrantLock lock = new ReentrantLock();
    private final TaskRotation<Waiter> rotation = new TaskRotation<>();
    private int free;

    /** Somebody who waits. The slot is granted by the releasing thread, so that nobody who comes later can barge in. */
    private static final class Waiter {
        private final Condition granted;
        private boolean hasSlot;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }

    public FairSlots(int slots) {
        this.slots = slots;
        free = slots;
    }

    /** Acquires a slot if one is free now; nobody waits then. */
    public boolean tryAcquire() {
        lock.lock();
        try {
            boolean acquired = free > 0;
            free -= acquired ? 1 : 0;
            return acquired;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Acquires a slot for this task, waiting for {@code atMost}.
     *
     * @return whether a slot was acquired; then it must be released by {@link #release}
     */
    public boolean tryAcquire(String taskId, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (free > 0) { // then nobody is waiting
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

    /** Gives a slot back, to whoever's turn it is. */
    public void release() {
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

    /** Has no more slots than these from now on; who has one keeps it. */
    public void reduceTo(int most) {
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
    public int inUse() {
        lock.lock();
        try {
            return slots - free;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return rotation.size();
        } finally {
            lock.unlock();
        }
    }
}

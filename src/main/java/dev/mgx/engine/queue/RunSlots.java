package dev.mgx.engine.queue;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many runs work at the same time. A run that waits for a person releases its slot and reacquires one when
 * it continues. First come, first served. Thread-safe.
 */
public final class RunSlots {
    private final Semaphore free;
    private final Runnable onFree;

    /** @param onFree called after a slot has become free; must be quick */
    public RunSlots(int count, Runnable onFree) {
        free = new Semaphore(count, true);
        this.onFree = onFree;
    }

    /** Acquires a slot if one is free and no run waits to reacquire one. Does not block. */
    public Optional<Slot> tryAcquire() throws InterruptedException {
        // The timed form respects waiting threads; the untimed one barges.
        return free.tryAcquire(0, TimeUnit.SECONDS) ? Optional.of(new Slot()) : Optional.empty();
    }

    /** The slot of one run. Once closed, it cannot be reacquired. */
    public final class Slot {
        private boolean held = true;
        private boolean closed;
        private boolean waitCancelled;
        private @Nullable Thread waiting;

        /** Releases the slot temporarily. */
        public void release() {
            release(false);
        }

        /** Releases the slot for good. Idempotent; may also be called while it is released. */
        public void close() {
            release(true);
        }

        /** Releases a slot for which no task was found, without calling {@code onFree}. */
        void releaseUnused() {
            free.release();
        }

        private void release(boolean close) {
            synchronized (this) {
                closed |= close;
                if (!held) {
                    return;
                }
                held = false;
            }
            free.release();
            onFree.run();
        }

        /** Reacquires a slot if one is free at once; returns whether it was. Does not block. */
        public boolean tryReacquire() throws InterruptedException {
            return free.tryAcquire(0, TimeUnit.SECONDS) && markHeld();
        }

        /**
         * Reacquires a slot, waiting in order. Blocks.
         *
         * @throws InterruptedException also after {@link #cancelWait}
         */
        public void reacquire() throws InterruptedException {
            synchronized (this) {
                if (waitCancelled) {
                    throw new InterruptedException("The server is shutting down while the run waits for a slot");
                }
                waiting = Thread.currentThread();
            }
            try {
                free.acquire();
            } finally {
                synchronized (this) {
                    waiting = null;
                }
            }
            markHeld();
        }

        /** Interrupts the thread that waits to reacquire the slot, now or later. */
        public synchronized void cancelWait() {
            waitCancelled = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        /** If the run was ended while it waited, nobody would release the slot: release it here. */
        private boolean markHeld() {
            synchronized (this) {
                if (!closed) {
                    held = true;
                    return true;
                }
            }
            free.release();
            onFree.run();
            return true;
        }
    }
}

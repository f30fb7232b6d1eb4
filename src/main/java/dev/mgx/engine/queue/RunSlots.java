package dev.mgx.engine.queue;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The places in which runs work, as many as may work at the same time. A run that waits for a person leaves
 * its place to others and takes one again when it goes on. First come, first served. Thread-safe.
 */
public final class RunSlots {
    private final Semaphore free;
    private final Runnable onFree;

    /** @param onFree is called after a place has become free; it must be quick */
    public RunSlots(int count, Runnable onFree) {
        free = new Semaphore(count, true);
        this.onFree = onFree;
    }

    /** A place, if one is free and nobody waits to take one again. Does not block. */
    public Optional<Slot> take() throws InterruptedException {
        // The timed form does not push in before those that wait; the plain one does.
        return free.tryAcquire(0, TimeUnit.SECONDS) ? Optional.of(new Slot()) : Optional.empty();
    }

    /** The place of one run. Once it is given back for good, it is never taken again. */
    public final class Slot {
        private boolean held = true;
        private boolean over;
        private boolean waitsNoMore;
        private @Nullable Thread waiting;

        /** Lets others have it for the time being. */
        public void leave() {
            giveUp(false);
        }

        /** Gives it back for good. Safe twice, and while it is left. */
        public void giveBack() {
            giveUp(true);
        }

        /** The same where no task was found for it: nobody need look again. */
        void returnUnused() {
            free.release();
        }

        private void giveUp(boolean forGood) {
            synchronized (this) {
                over |= forGood;
                if (!held) {
                    return;
                }
                held = false;
            }
            free.release();
            onFree.run();
        }

        /** Takes one again that was left; answers whether there was one at once. Does not block. */
        public boolean retakeNow() throws InterruptedException {
            return free.tryAcquire(0, TimeUnit.SECONDS) && hold();
        }

        /**
         * Takes one again that was left, when it is its turn. Blocks.
         *
         * @throws InterruptedException also when it is waited for no more
         */
        public void retake() throws InterruptedException {
            synchronized (this) {
                if (waitsNoMore) {
                    throw new InterruptedException("The server is shutting down while the run waits for a place");
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
            hold();
        }

        /** Interrupts whoever waits to take it again, now or later. */
        public synchronized void waitNoMore() {
            waitsNoMore = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        /** The run may have been ended from outside while it waited: then nobody would give the place back. */
        private boolean hold() {
            synchronized (this) {
                if (!over) {
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

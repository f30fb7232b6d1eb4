package dev.mgx.server.intake;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of request bodies and responses that are in memory, for all clients together. Thread-safe.
 *
 * <p>The first bytes of each are not counted: the number of connections bounds those, and so what is small is taken even
 * while somebody has filled the room.
 */
public final class HeldBytes {
    /** Enough for a form, a state or an error. */
    private static final long UNCOUNTED = 16 * 1024;

    private static final String FULL = "The server has too many requests and responses in memory; try again";

    private final long most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private long held;

    public HeldBytes(long most) {
        this.most = most;
    }

    /** What one request or response holds. Closing it twice is harmless. */
    public final class Share implements AutoCloseable {
        private long bytes;
        private long counted;
        private boolean closed;

        private Share() {}

        /**
         * Holds more; does not block.
         *
         * @throws Overloaded when there is no room
         */
        public void grow(long more) {
            lock.lock();
            try {
                if (!fits(more)) {
                    throw new Overloaded(FULL);
                }
                take(more);
            } finally {
                lock.unlock();
            }
        }

        /**
         * Holds more, as soon as there is room.
         *
         * @throws Overloaded when there was none for so long
         */
        public void grow(long more, Duration atMost) throws InterruptedException {
            long left = atMost.toNanos();
            lock.lockInterruptibly();
            try {
                while (!fits(more)) {
                    if (left <= 0) {
                        throw new Overloaded(FULL);
                    }
                    left = room.awaitNanos(left);
                }
                take(more);
            } finally {
                lock.unlock();
            }
        }

        /** What is larger than all the room is let in alone, or it could never be. */
        private boolean fits(long more) {
            long added = charge(more);
            return closed || added == 0 || held - counted == 0 || held + added <= most;
        }

        private long charge(long more) {
            return Math.max(0, bytes + more - UNCOUNTED) - counted;
        }

        private void take(long more) {
            if (!closed) {
                long added = charge(more);
                bytes += more;
                counted += added;
                held += added;
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    held -= counted;
                    room.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    public Share share() {
        return new Share();
    }

    /** The bytes that count now. */
    public long held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }
}

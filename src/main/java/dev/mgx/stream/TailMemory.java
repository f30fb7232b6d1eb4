package dev.mgx.stream;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all tails together may take. Thread-safe. */
final class TailMemory {
    /** Bytes of frames; a quarter of it is a long run's last minutes, or a task's whole life. */
    private static final long MOST_OF_ALL = 64L * 1024 * 1024;

    private static final int SHARE_OF_HEAP = 8;

    private final long bytes;
    private final long most; // that one tail may have
    private final long least; // that one tail may have though the others leave nothing
    private final AtomicLong taken = new AtomicLong();

    /** @param bytes for all tails; each may have a quarter of it, and a thousandth though nothing is left */
    TailMemory(long bytes) {
        this.bytes = bytes;
        most = bytes / 4;
        least = bytes / 1_000;
    }

    /** As much as this machine can spare. */
    static TailMemory ofThisMachine() {
        return new TailMemory(Math.min(MOST_OF_ALL, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** A tail has grown by this many bytes, or shrunk. */
    void changed(long by) {
        taken.addAndGet(by);
    }

    long taken() {
        return taken.get();
    }

    /** Whether a tail of this size has to shrink. */
    boolean isTooMuch(long held) {
        return held > most || (held > least && taken.get() > bytes);
    }
}

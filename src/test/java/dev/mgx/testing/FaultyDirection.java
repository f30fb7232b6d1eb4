package dev.mgx.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a {@link TcpProxy}, which applies the current fault. Thread-safe. */
public final class FaultyDirection {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private NetworkFault fault = new NetworkFault.None();

    public void set(NetworkFault next) {
        lock.lock();
        try {
            fault = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The current fault; waits while it is a black hole. */
    NetworkFault afterHole() throws InterruptedException {
        lock.lock();
        try {
            while (fault instanceof NetworkFault.BlackHole) {
                changed.await();
            }
            return fault;
        } finally {
            lock.unlock();
        }
    }

    /** Waits this long, or until the fault changes. */
    private void pause(Duration duration) throws InterruptedException {
        lock.lock();
        try {
            NetworkFault before = fault;
            long left = duration.toNanos();
            while (left > 0 && fault.equals(before)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forwards a chunk according to the fault; returns the number of bytes.
     *
     * @param passed bytes forwarded earlier on this connection
     */
    int pass(byte[] piece, int count, OutputStream out, NetworkFault fault, long passed)
            throws IOException, InterruptedException {
        switch (fault) {
            case NetworkFault.None(), NetworkFault.BlackHole() -> out.write(piece, 0, count);
            case NetworkFault.Latency(Duration delay) -> {
                pause(delay);
                out.write(piece, 0, count);
            }
            case NetworkFault.Bandwidth(int bytesPerSecond) -> {
                out.write(piece, 0, count);
                pause(Duration.ofNanos(TimeUnit.SECONDS.toNanos(count) / bytesPerSecond));
            }
            case NetworkFault.Slicer(int bytes) -> {
                for (int at = 0; at < count; at += bytes) {
                    out.write(piece, at, Math.min(bytes, count - at));
                    out.flush();
                }
            }
            case NetworkFault.Limit(long bytes) -> {
                return write(piece, Math.min(count, bytes - passed), out);
            }
            case NetworkFault.Reset(long bytes) -> {
                return write(piece, Math.min(count, bytes - passed), out);
            }
        }
        return count;
    }

    private static int write(byte[] piece, long count, OutputStream out) throws IOException {
        int whole = Math.toIntExact(Math.max(0, count));
        out.write(piece, 0, whole);
        return whole;
    }
}

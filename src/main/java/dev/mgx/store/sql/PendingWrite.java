package dev.mgx.store.sql;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write that somebody waits for. A caller that gives up takes the write back if it has not begun, and waits
 * for its outcome if it has. Who comes first, the caller who takes it back or the writer who begins it, is decided
 * by compare-and-set.
 */
public final class PendingWrite<T> {
    private enum Phase {
        WAITING,
        BEGUN,
        TAKEN_BACK
    }

    private final Writer.@Nullable Work<T> work;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable Throwable failure; // a RuntimeException or an Error

    public PendingWrite(Writer.@Nullable Work<T> work) {
        this.work = work;
    }

    /** The write that ends the writer. */
    static PendingWrite<Object> stop() {
        return new PendingWrite<>(null);
    }

    boolean isStop() {
        return work == null;
    }

    /** Whether the writer may do it: false when it was taken back. */
    public boolean begin() {
        return phase.compareAndSet(Phase.WAITING, Phase.BEGUN);
    }

    void run(Tx tx) {
        if (work != null) {
            result = work.run(tx);
        }
    }

    void succeed() {
        done.countDown();
    }

    /** Gives up, because of a RuntimeException or an Error. The first outcome counts. */
    void fail(Throwable cause) {
        if (failure == null && done.getCount() > 0) {
            failure = cause;
        }
        done.countDown();
    }

    @SuppressWarnings("NullAway") // null only where the work itself answers null
    public T await(WriteTimeouts patience) {
        boolean interrupted = false;
        boolean begun = false;
        long deadline = System.nanoTime() + patience.turn().toNanos();
        while (true) {
            try {
                if (done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (begun) {
                    continue; // it cannot be taken back any more
                }
            }
            if (begun) {
                fail(new OutcomeUnknown());
                break;
            }
            if (phase.compareAndSet(Phase.WAITING, Phase.TAKEN_BACK)) {
                fail(new StoreUnavailable(
                        interrupted ? "The write was interrupted before it began" : "The database is busy", null));
                break;
            }
            begun = true;
            deadline = System.nanoTime() + patience.outcome().toNanos();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return switch (failure) {
            case null -> result;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case Throwable checked -> throw new IllegalStateException(checked);
        };
    }
}

package dev.mgx.store.sql;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A queued write and its outcome. A caller that times out cancels the write if it has not begun, and otherwise waits
 * for its outcome. The race between the caller's cancel and the writer's begin is decided by compare-and-set.
 */
public final class PendingWrite<T> {
    private enum Phase {
        WAITING,
        BEGUN,
        CANCELLED
    }

    private final Writer.@Nullable Work<T> work;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable Throwable failure; // a RuntimeException or an Error

    public PendingWrite(Writer.@Nullable Work<T> work) {
        this.work = work;
    }

    /** The marker that stops the writer. */
    static PendingWrite<Object> stop() {
        return new PendingWrite<>(null);
    }

    boolean isStop() {
        return work == null;
    }

    /** Claims the write for the writer; false if it was cancelled. */
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

    /** Fails the write with a RuntimeException or an Error. The first outcome counts. */
    void fail(Throwable cause) {
        if (failure == null && done.getCount() > 0) {
            failure = cause;
        }
        done.countDown();
    }

    @SuppressWarnings("NullAway") // null only if the work returns null
    public T await(WriteTimeouts timeouts) {
        boolean interrupted = false;
        boolean begun = false;
        long deadline = System.nanoTime() + timeouts.turn().toNanos();
        while (true) {
            try {
                if (done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (begun) {
                    continue; // it cannot be cancelled any more
                }
            }
            if (begun) {
                fail(new OutcomeUnknown());
                break;
            }
            if (phase.compareAndSet(Phase.WAITING, Phase.CANCELLED)) {
                fail(new StoreUnavailable(
                        interrupted ? "The write was interrupted before it began" : "The database is busy", null));
                break;
            }
            begun = true;
            deadline = System.nanoTime() + timeouts.outcome().toNanos();
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

package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.Optional;
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

    /** How long an interrupted caller still waits for a write that has begun. */
    private static final Duration INTERRUPTED_TIMEOUT = Duration.ofSeconds(1);

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

    /** Does the work. What it throws is not yet the outcome: it is done again. */
    void run(Tx tx) {
        tx.beginWrite();
        result = work == null ? null : work.run(tx);
    }

    /**
     * Does the work in a savepoint of its own, which a failure takes back. What the work throws is the outcome.
     *
     * @return what the database refuses it for, if it does; not yet the outcome
     * @throws SQLException if the whole transaction is lost; so does {@link SqlFailed}
     */
    Optional<RuntimeException> runInSavepoint(Tx tx, Connection open, Database database) throws SQLException {
        Savepoint savepoint = open.setSavepoint();
        Optional<RuntimeException> refusal = Optional.empty();
        try {
            run(tx);
            open.releaseSavepoint(savepoint);
            return refusal;
        } catch (SqlFailed e) {
            Fault fault = database.fault(e.failure());
            refusal = Optional.of(
                    switch (fault.reach()) {
                        case STATEMENT -> new WriteRefused(fault.sentence(), e.failure());
                        case RIGHTS -> new StoreUnavailable(fault.sentence(), e.failure());
                        case CONNECTION, BUSY, DATABASE -> throw e;
                    });
        } catch (OutOfMemoryError e) {
            throw e; // not caused by this write
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
        open.rollback(savepoint);
        tx.undoWrite();
        return refusal;
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

    /**
     * Waits for the outcome.
     *
     * @param usual how long each of the waits takes that {@code timeouts} leave open
     */
    @SuppressWarnings("NullAway") // null only if the work returns null
    public T await(WriteTimeouts timeouts, Duration usual) {
        boolean interrupted = false;
        boolean begun = false;
        long deadline = System.nanoTime() + timeouts.turn(usual).toNanos();
        while (true) {
            try {
                if (done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (begun) { // it cannot be cancelled any more
                    deadline = timeouts.limited() ? sooner(deadline) : deadline;
                    continue;
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
            deadline = System.nanoTime() + timeouts.outcome(usual).toNanos();
            deadline = interrupted && timeouts.limited() ? sooner(deadline) : deadline;
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

    /** An interrupted caller waits no longer than a moment, where it can do without the outcome. */
    private static long sooner(long deadline) {
        long soon = System.nanoTime() + INTERRUPTED_TIMEOUT.toNanos();
        return soon - deadline < 0 ? soon : deadline;
    }
}

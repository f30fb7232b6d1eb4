package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query on its way: a caller waits for it until its deadline, and then breaks the connection that it is on, so that
 * a database which does not answer keeps no reader. One thread runs it, another one waits.
 */
final class Reading<T> {
    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    /** How long an interrupted caller still waits for a query that has begun; most end long before. */
    private static final Duration INTERRUPTED_TIMEOUT = Duration.ofSeconds(1);

    private final FutureTask<T> task;
    private final long deadline; // by System.nanoTime
    private final Duration allowed;
    private volatile @Nullable String delay;
    private @Nullable Connection connection; // this and the next are guarded by this
    private boolean over;

    Reading(Function<Reading<T>, T> work, long deadline, Duration allowed) {
        task = new FutureTask<>(() -> work.apply(this));
        this.deadline = deadline;
        this.allowed = allowed;
    }

    void run() {
        task.run();
    }

    /** Notes the connection that the query is on; false if nobody waits for the query any more. */
    synchronized boolean isOn(Connection used) {
        connection = used;
        return !over;
    }

    /** The query is on no connection any more. */
    synchronized void isOff() {
        connection = null;
    }

    /** Whether nobody waits for it any more. */
    synchronized boolean isOver() {
        return over;
    }

    /** Notes what the query waits for before it begins. */
    void waitsFor(String what) {
        delay = what;
    }

    /** Ends the query as far as that is possible: what it is on is broken. Does not block. */
    synchronized void giveUp() {
        over = true;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("A reading connection could not be broken: {}", e.getMessage());
            }
        }
    }

    /** Waits for the result until the deadline, or briefly once the caller is interrupted. */
    T await(boolean interruptedBefore) {
        boolean interrupted = false;
        long until = deadline;
        try {
            while (true) {
                try {
                    return task.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    long soon = System.nanoTime() + INTERRUPTED_TIMEOUT.toNanos();
                    until = soon - until < 0 ? soon : until;
                }
            }
        } catch (TimeoutException e) {
            if (interrupted) { // the query ends by itself, and its connection stays
                throw new StoreUnavailable("The read was interrupted", e);
            }
            giveUp();
            throw new StoreUnavailable(sentence(), e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            if (interrupted || interruptedBefore) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String sentence() {
        String known = delay;
        return known == null
                ? "The database did not answer within %d ms".formatted(allowed.toMillis())
                : "The database cannot be read: " + known;
    }

    /** A query's failure, carried from the reader thread to the caller. */
    private static RuntimeException unchecked(@Nullable Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure);
        };
    }
}

package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries, a few at a time, on platform threads of its own: interrupting a virtual thread closes the socket that
 * it reads from, and a disconnecting client or a stopped run must not cost a connection. Thread-safe.
 */
public final class Readers implements AutoCloseable {
    /** Twice the cores of a small machine; most reads are served from memory. */
    private static final int CONNECTIONS = 4;

    /** How long a query waits for a connection, in seconds. */
    private static final int ACQUIRE_SECONDS = 10;

    /** How long an interrupted caller still waits for a query that has begun; most end long before. */
    private static final Duration INTERRUPTED_TIMEOUT = Duration.ofSeconds(1);

    private final Database database;
    private final ReaderPool pool;
    private final Outage outage = new Outage("read", System::nanoTime);
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONNECTIONS, Thread.ofPlatform().name("mgx-reader-", 1).daemon().factory());

    /** A query; may be executed twice. */
    @FunctionalInterface
    public interface Query<T> {
        T run(Sql sql);
    }

    public Readers(Database database) {
        this.database = database;
        pool = new ReaderPool(database);
    }

    /**
     * Executes {@code query}. If the caller is interrupted, its interrupt status stays set.
     *
     * @throws StoreUnavailable if the database cannot be read, or the interrupted caller has waited long enough
     */
    public <T> T read(Query<T> query) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!permits.tryAcquire(ACQUIRE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailable("The database is busy", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("The read was interrupted before it began", e);
        }
        return await(begin(query), interrupted);
    }

    /** Starts a query; releases the permit when it ends. */
    private <T> Future<T> begin(Query<T> query) {
        boolean begun = false;
        try {
            FutureTask<T> read = new FutureTask<>(() -> onAConnection(query));
            threads.execute(() -> {
                try {
                    read.run();
                } finally {
                    permits.release();
                }
            });
            begun = true;
            return read;
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailable("The database cannot be read: it is closed", e);
        } finally {
            if (!begun) {
                permits.release();
            }
        }
    }

    private static <T> T await(Future<T> read, boolean interruptedBefore) {
        boolean interrupted = interruptedBefore;
        try {
            try {
                return read.get();
            } catch (InterruptedException e) {
                interrupted = true;
                return read.get(INTERRUPTED_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | TimeoutException e) {
            interrupted = true;
            throw new StoreUnavailable("The read was interrupted", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A query's failure, carried from the reader thread to the caller. */
    private static RuntimeException unchecked(@Nullable Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure);
        };
    }

    /**
     * Pooled connections may have died while idle, which is no failure of the database, so the query is tried again.
     */
    private <T> T onAConnection(Query<T> query) {
        try {
            return execute(query);
        } catch (SqlFailed first) {
            if (database.fault(first.failure()).reach() != Fault.Reach.CONNECTION) {
                throw unavailable(first.failure());
            }
        }
        pool.discardIdle();
        try {
            return execute(query);
        } catch (SqlFailed second) {
            throw unavailable(second.failure());
        }
    }

    private <T> T execute(Query<T> query) {
        Connection connection = acquire();
        T result;
        try {
            result = query.run(new Sql(connection));
        } catch (RuntimeException | Error e) {
            pool.discard(connection); // it may be in any state, so it is not reused
            throw e;
        }
        pool.release(connection);
        outage.succeeded();
        return result;
    }

    private Connection acquire() {
        try {
            return pool.acquire();
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    private StoreUnavailable unavailable(SQLException failure) {
        String sentence =
                "The database cannot be read: " + database.fault(failure).sentence();
        outage.failed(sentence);
        return new StoreUnavailable(sentence, failure);
    }

    /** Closes idle connections now, and those in use when their query ends. */
    @Override
    public void close() {
        threads.shutdown();
        pool.close();
    }
}

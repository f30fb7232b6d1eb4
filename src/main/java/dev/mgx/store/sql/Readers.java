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
 * Reads from the database, a few queries at the same time. The queries are made on platform threads of its own: an
 * interrupt of a virtual thread closes the socket that it reads from, and a client that goes away, or a run that is
 * stopped, must not cost a connection. Thread-safe.
 */
public final class Readers implements AutoCloseable {
    /** Twice the cores of a small machine: a read is mostly memory. */
    private static final int CONNECTIONS = 4;

    /** How long a query may wait for a connection, in seconds. */
    private static final int PATIENCE_SECONDS = 10;

    /** How long somebody who is interrupted still waits for a query that has begun: most end long before. */
    private static final Duration INTERRUPTED_PATIENCE = Duration.ofSeconds(1);

    private final Database database;
    private final ReaderPool pool;
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONNECTIONS, Thread.ofPlatform().name("mgx-reader-", 1).daemon().factory());

    /** Reads from the database; it may be done twice. */
    @FunctionalInterface
    public interface Query<T> {
        T run(Sql sql);
    }

    public Readers(Database database) {
        this.database = database;
        pool = new ReaderPool(database);
    }

    /**
     * What {@code query} answers. Who is interrupted before or meanwhile finds the interrupt still standing.
     *
     * @throws StoreUnavailable when the database cannot be read, or somebody who is interrupted has waited long enough
     */
    public <T> T read(Query<T> query) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailable("The database is busy", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("The read was interrupted before it began", e);
        }
        return await(begin(query), interrupted);
    }

    /** Begins a query, with a permit that is given back when it ends. */
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
                return read.get(INTERRUPTED_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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

    /** A query that failed, on another thread than the one that asked. */
    private static RuntimeException unchecked(@Nullable Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure);
        };
    }

    /** Connections may have died unused: that is no failure of the database. */
    private <T> T onAConnection(Query<T> query) {
        try {
            return lent(query);
        } catch (SqlFailed first) {
            if (database.fault(first.failure()).reach() != Fault.Reach.CONNECTION) {
                throw unavailable(first.failure());
            }
        }
        pool.discardIdle();
        try {
            return lent(query);
        } catch (SqlFailed second) {
            throw unavailable(second.failure());
        }
    }

    private <T> T lent(Query<T> query) {
        Connection connection = acquire();
        T result;
        try {
            result = query.run(new Sql(connection));
        } catch (RuntimeException | Error e) {
            pool.discard(connection); // whatever is wrong with it, the next one starts clean
            throw e;
        }
        pool.release(connection);
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
        return new StoreUnavailable(
                "The database cannot be read: " + database.fault(failure).sentence(), failure);
    }

    /** Closes the connections that nobody reads from; those that are read from are closed when the query ends. */
    @Override
    public void close() {
        threads.shutdown();
        pool.close();
    }
}

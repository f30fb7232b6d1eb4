package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queries, a few at a time, on platform threads of its own: interrupting a virtual thread closes the socket that
 * it reads from, and a disconnecting client or a stopped run must not cost a connection. Whoever asks waits until a
 * deadline, whatever the database does. Thread-safe.
 */
public final class Readers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    /** Twice the cores of a small machine; most reads are served from memory. */
    private static final int CONNECTIONS = 4;

    /** How often a query that the database has no connection for tries to get one. */
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

    /** How long {@link #close} waits for queries under way before it breaks their connections. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Database database;
    private final Duration timeout;
    private final ReaderPool pool;
    private final Outage outage = new Outage("read", System::nanoTime);
    private final Semaphore permits;
    private final Set<Reading<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    /** A query; may be executed twice. */
    @FunctionalInterface
    public interface Query<T> {
        T run(Sql sql);
    }

    /** @param timeout how long a caller waits that does not say otherwise */
    public Readers(Database database, Duration timeout) {
        this(database, timeout, "mgx-reader-", CONNECTIONS);
    }

    private Readers(Database database, Duration timeout, String name, int connections) {
        this.database = database;
        this.timeout = timeout;
        pool = new ReaderPool(database);
        permits = new Semaphore(connections, true);
        threads = Executors.newFixedThreadPool(
                connections, Thread.ofPlatform().name(name, 1).daemon().factory());
    }

    /** A reader with a connection of its own, for whoever must not wait for the queries of others. */
    public static Readers apart(Database database, Duration timeout) {
        return new Readers(database, timeout, "mgx-reader-apart-", 1);
    }

    /**
     * Executes {@code query}. If the caller is interrupted, its interrupt status stays set.
     *
     * @throws StoreUnavailable if the database cannot be read or does not answer in time, or the interrupted caller has
     *     waited long enough
     */
    public <T> T read(Query<T> query) {
        return read(query, timeout);
    }

    /** The same for a caller that waits for {@code atMost}, for its turn and for the answer together. */
    public <T> T read(Query<T> query, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = Thread.interrupted(); // before it began; it may still be answered
        boolean begun = false;
        Reading<T> reading;
        try {
            if (!permits.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreUnavailable(
                        "The database did not answer earlier queries within %d ms".formatted(atMost.toMillis()), null);
            }
            reading = begin(new Reading<>(each -> onAConnection(query, each), deadline, atMost));
            begun = true;
        } catch (InterruptedException e) {
            interrupted = true;
            throw new StoreUnavailable("The read was interrupted before it began", e);
        } finally {
            if (interrupted && !begun) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            return reading.await(interrupted);
        } catch (StoreUnavailable e) {
            if (!Thread.currentThread().isInterrupted()) {
                outage.failed(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Starts a query; releases the permit when it ends. */
    private <T> Reading<T> begin(Reading<T> reading) {
        boolean begun = false;
        underWay.add(reading);
        try {
            threads.execute(() -> {
                try {
                    reading.run();
                } finally {
                    ended(reading);
                }
            });
            begun = true;
            return reading;
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailable("The database cannot be read: it is closed", e);
        } finally {
            if (!begun) {
                ended(reading);
            }
        }
    }

    private void ended(Reading<?> reading) {
        underWay.remove(reading);
        permits.release();
    }

    /**
     * Pooled connections may have died while idle, which is no failure of the database, so the query is tried again. One
     * that gets no connection, because others have them all, waits as long as somebody waits for it.
     */
    private <T> T onAConnection(Query<T> query, Reading<T> reading) {
        boolean again = false;
        while (true) {
            try {
                return execute(query, reading);
            } catch (SqlFailed e) {
                Fault fault = database.fault(e.failure());
                boolean busy = fault.reach() == Fault.Reach.BUSY;
                boolean stale = fault.reach() == Fault.Reach.CONNECTION && !again;
                if (reading.isOver() || !(busy || stale)) {
                    throw new StoreUnavailable("The database cannot be read: " + fault.sentence(), e.failure());
                }
                if (busy) {
                    reading.waitsFor(fault.sentence());
                    pool.awaitIdle(RETRY_INTERVAL);
                } else {
                    again = true;
                    pool.discardIdle();
                }
            }
        }
    }

    private <T> T execute(Query<T> query, Reading<T> reading) {
        Connection connection = acquire();
        T result;
        try {
            if (!reading.isOn(connection)) {
                throw new SqlFailed(new SQLException("nobody waits for the answer any more"));
            }
            result = query.run(new Sql(connection));
        } catch (RuntimeException | Error e) {
            reading.isOff();
            pool.discard(connection); // it may be in any state, so it is not reused
            throw e;
        }
        reading.isOff();
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

    /** Has queries from now on use new connections: the database may have moved to another server. */
    public void renew() {
        pool.renew();
    }

    /** Closes every connection: idle ones now, those in use when their query ends, or after a moment. */
    @Override
    public void close() {
        threads.shutdown();
        pool.close();
        try {
            if (threads.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.warn("Queries that have not ended are broken off: {}", underWay.size());
        underWay.forEach(Reading::giveUp);
    }
}

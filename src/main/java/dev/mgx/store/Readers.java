package dev.mgx.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads from the database, a few queries at the same time. Thread-safe. */
final class Readers implements AutoCloseable {
    /** Twice the cores of a small machine: a read is mostly memory. */
    private static final int CONNECTIONS = 4;

    /** How long a query may wait for a connection, in seconds. */
    private static final int PATIENCE_SECONDS = 10;

    private final Database database;
    private final ReaderPool pool;
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);

    /** Reads from the database; it may be done twice. */
    @FunctionalInterface
    interface Query<T> {
        T run(Sql sql) throws SQLException;
    }

    Readers(Database database) {
        this.database = database;
        pool = new ReaderPool(database);
    }

    /** @throws StoreUnavailable when the database cannot be read */
    <T> T read(Query<T> query) {
        // A read is quick: an interrupt is left standing for the caller's next wait.
        boolean interrupted = Thread.interrupted();
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailable("The database is busy", null);
            }
            try {
                return onAConnection(query);
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            throw new StoreUnavailable("The read was interrupted before it began", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Connections may have died unused: that is no failure of the database. */
    private <T> T onAConnection(Query<T> query) {
        try {
            return lent(query);
        } catch (SQLException first) {
            if (database.fault(first).reach() != Fault.Reach.CONNECTION) {
                throw unavailable(first);
            }
        }
        pool.throwAwayIdle();
        try {
            return lent(query);
        } catch (SQLException second) {
            throw unavailable(second);
        }
    }

    private <T> T lent(Query<T> query) throws SQLException {
        Connection connection = pool.lend();
        T result;
        try {
            result = query.run(new Sql(connection));
        } catch (SQLException | RuntimeException | Error e) {
            pool.throwAway(connection); // whatever is wrong with it, the next one starts clean
            throw e;
        }
        pool.takeBack(connection);
        return result;
    }

    private StoreUnavailable unavailable(SQLException failure) {
        return new StoreUnavailable(
                "The database cannot be read: " + database.fault(failure).sentence(), failure);
    }

    @Override
    public void close() {
        pool.close();
    }
}

package dev.mgx.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A few connections that only read, lent out one query at a time. Thread-safe. */
final class Readers implements AutoCloseable {
    /** Twice the cores of a small machine: a read is mostly memory. */
    private static final int CONNECTIONS = 4;

    /** How long a query may wait for a connection, in seconds. */
    private static final int PATIENCE_SECONDS = 10;

    private final Sqlite database;
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /** Reads from the database. */
    @FunctionalInterface
    interface Query<T> {
        T run(Sql sql) throws SQLException;
    }

    Readers(Sqlite database) {
        this.database = database;
    }

    /** @throws StoreUnavailable when the database cannot be read */
    <T> T read(Query<T> query) {
        acquire();
        try {
            Connection connection = borrow();
            T result;
            try {
                result = query.run(new Sql(connection));
            } catch (SQLException | RuntimeException e) {
                connection.close(); // whatever is wrong with it, the next one starts clean
                throw e;
            }
            giveBack(connection);
            return result;
        } catch (SQLException e) {
            throw new StoreUnavailable("The database cannot be read: " + e.getMessage(), e);
        } finally {
            permits.release();
        }
    }

    private void acquire() {
        // A read is quick: an interrupt is left standing for the caller's next wait.
        boolean interrupted = Thread.interrupted();
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailable("The database is busy", null);
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

    private Connection borrow() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException("it is closed");
            }
            Connection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        return database.openReader();
    }

    private void giveBack(Connection connection) throws SQLException {
        synchronized (idle) {
            if (!closed) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            try {
                for (Connection connection : idle) {
                    connection.close();
                }
            } catch (SQLException e) {
                throw new StoreUnavailable("The database did not close: " + e.getMessage(), e);
            }
            idle.clear();
        }
    }
}

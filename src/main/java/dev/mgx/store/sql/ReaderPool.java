package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that were opened for reading, kept for the next query; there are as many as were ever lent at
 * the same time. Where none can be opened, that is said at once, and the next query tries again. Thread-safe.
 */
final class ReaderPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReaderPool.class);

    /** How long a connection is believed to live after it was used; then it is tried first. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    private static final int TRIAL_SECONDS = 3;

    private final Database database;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed; // guarded by idle

    private record Idle(Connection connection, long since) {}

    ReaderPool(Database database) {
        this.database = database;
    }

    /** A connection, the caller's alone until it is {@link #release taken back} or thrown away. */
    Connection acquire() throws SQLException {
        while (true) {
            Idle next;
            synchronized (idle) {
                if (closed) {
                    throw new SQLException("it is closed");
                }
                next = idle.poll();
            }
            if (next == null) {
                return database.openReader();
            }
            boolean trusted = System.nanoTime() - next.since() < TRUSTED.toNanos();
            if (trusted || next.connection().isValid(TRIAL_SECONDS)) {
                return next.connection();
            }
            discard(next.connection());
        }
    }

    void release(Connection connection) {
        synchronized (idle) {
            if (!closed) {
                idle.push(new Idle(connection, System.nanoTime()));
                return;
            }
        }
        discard(connection);
    }

    /** Closes one with which something went wrong. */
    void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A reading connection did not close cleanly: {}", e.getMessage());
        }
    }

    /** Closes all that are not lent: they broke as another did. */
    void discardIdle() {
        synchronized (idle) {
            idle.forEach(each -> discard(each.connection()));
            idle.clear();
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
        }
        discardIdle();
    }
}

package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of reading connections. It grows to the highest number ever in use at once. A failure to open one is reported
 * at once; the next query tries again. Thread-safe.
 */
final class ReaderPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReaderPool.class);

    /** How long an idle connection is used without validating it first. */
    private static final Duration VALIDATE_AFTER = Duration.ofSeconds(1);

    private static final int VALIDATION_SECONDS = 3;

    private final Database database;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed; // guarded by idle

    private record Idle(Connection connection, long since) {}

    ReaderPool(Database database) {
        this.database = database;
    }

    /** A connection for exclusive use, until it is {@link #release released} or {@link #discard discarded}. */
    Connection acquire() throws SQLException {
        while (true) {
            Idle next;
            synchronized (idle) {
                if (closed) {
                    throw new SQLException("the pool is closed");
                }
                next = idle.poll();
            }
            if (next == null) {
                return database.openReader();
            }
            boolean fresh = System.nanoTime() - next.since() < VALIDATE_AFTER.toNanos();
            if (fresh || next.connection().isValid(VALIDATION_SECONDS)) {
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

    /** Closes a connection after a failure. */
    void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A reading connection did not close cleanly: {}", e.getMessage());
        }
    }

    /** Closes all idle connections: after one broke, the others are probably broken too. */
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

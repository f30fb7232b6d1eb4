package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private final Deque<Idle> idle = new ArrayDeque<>(); // the lock for all that follows
    private final Map<Connection, Integer> lent = new HashMap<>(); // and the generation of each
    private int generation;
    private boolean closed;

    private record Idle(Connection connection, long since) {}

    ReaderPool(Database database) {
        this.database = database;
    }

    /** A connection for exclusive use, until it is {@link #release released} or {@link #discard discarded}. */
    Connection acquire() throws SQLException {
        while (true) {
            Idle next;
            int now;
            synchronized (idle) {
                if (closed) {
                    throw new SQLException("the pool is closed");
                }
                next = idle.poll();
                now = generation;
            }
            Connection connection = next == null ? database.openReader() : next.connection();
            boolean fresh = next == null || System.nanoTime() - next.since() < VALIDATE_AFTER.toNanos();
            if (fresh || connection.isValid(VALIDATION_SECONDS)) {
                synchronized (idle) {
                    lent.put(connection, now);
                }
                return connection;
            }
            discard(connection);
        }
    }

    void release(Connection connection) {
        synchronized (idle) {
            Integer from = lent.remove(connection);
            if (!closed && from != null && from == generation) {
                idle.push(new Idle(connection, System.nanoTime()));
                idle.notifyAll();
                return;
            }
        }
        discard(connection);
    }

    /** Waits until a connection may be idle, at most this long. */
    void awaitIdle(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        synchronized (idle) {
            try {
                for (long left = atMost.toMillis(); !closed && idle.isEmpty() && left > 0; ) {
                    idle.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes a connection after a failure. */
    void discard(Connection connection) {
        synchronized (idle) {
            lent.remove(connection);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A reading connection did not close cleanly: {}", e.getMessage());
        }
    }

    /** Closes all idle connections: after one broke, the others are probably broken too. */
    void discardIdle() {
        List<Idle> old;
        synchronized (idle) {
            old = List.copyOf(idle);
            idle.clear();
        }
        old.forEach(each -> discard(each.connection()));
    }

    /** Has no connection that is open now be used for another query. */
    void renew() {
        synchronized (idle) {
            generation++;
        }
        discardIdle();
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.notifyAll();
        }
        discardIdle();
    }
}

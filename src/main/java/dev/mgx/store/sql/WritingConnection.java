package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The single writing connection, reopened on demand after it broke. For one thread at a time, but for {@link #abort}. */
public final class WritingConnection {
    private static final Logger log = LoggerFactory.getLogger(WritingConnection.class);

    /** How long an idle connection is used without validating it first. */
    private static final Duration VALIDATE_AFTER = Duration.ofSeconds(1);

    private static final int VALIDATION_SECONDS = 5;

    /** How long is waited for a database that has no connection to spare, and how often it is asked. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration BUSY_INTERVAL = Duration.ofMillis(250);

    private final Database database;
    private final Runnable onReplaced;
    private volatile @Nullable Connection connection;
    private @Nullable PreparedStatements statements;
    private volatile boolean aborted;
    private boolean opened;
    private long lastUse;

    private WritingConnection(Database database, Runnable onReplaced) {
        this.database = database;
        this.onReplaced = onReplaced;
    }

    /**
     * Opens the connection, with exclusive use of the database.
     *
     * @param onReplaced called when the connection was opened again
     */
    public static WritingConnection open(Database database, Runnable onReplaced) throws SQLException {
        WritingConnection writing = new WritingConnection(database, onReplaced);
        writing.get();
        return writing;
    }

    /**
     * Opens the connection unless it is open. Waits for a moment where the database has none to spare.
     *
     * @param givenUp whether nobody wants to wait any more
     */
    void awaitOpen(BooleanSupplier givenUp) throws SQLException {
        long until = System.nanoTime() + BUSY_TIMEOUT.toNanos();
        while (true) {
            try {
                get();
                return;
            } catch (SQLException e) {
                boolean busy = database.fault(e).reach() == Fault.Reach.BUSY;
                if (!busy || givenUp.getAsBoolean() || System.nanoTime() - until > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(BUSY_INTERVAL.toNanos());
        }
    }

    /** The connection, outside of any transaction. */
    Connection get() throws SQLException {
        Connection open = connection;
        boolean trusted = System.nanoTime() - lastUse < VALIDATE_AFTER.toNanos();
        if (open != null && !trusted && !open.isValid(VALIDATION_SECONDS)) {
            giveUp();
            open = null;
        }
        if (open == null) {
            if (aborted) {
                throw new SQLException("the database is being closed");
            }
            open = database.openWriter();
            connection = open;
            statements = new PreparedStatements(open, database.isRemote());
            if (opened) {
                onReplaced.run();
            }
            opened = true;
        }
        lastUse = System.nanoTime();
        return open;
    }

    /** The statements of the {@link #get connection}. */
    PreparedStatements statements() throws SQLException {
        var _ = get();
        return Objects.requireNonNull(statements);
    }

    /**
     * Rolls back. When the disk is full SQLite rolls back by itself, which the driver does not notice: afterwards every
     * savepoint would commit on its own but be reported as failed. So a connection that cannot be rolled back is not
     * used again, nor is a broken one.
     */
    void rollBack(Throwable failure) {
        if (failure instanceof SQLException e && database.fault(e).reach() == Fault.Reach.CONNECTION) {
            giveUp();
        } else {
            rollBack();
        }
    }

    void rollBack() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            log.debug("Discarding the connection: {}", e.getMessage());
            giveUp();
        }
    }

    private void giveUp() {
        close();
        connection = null;
    }

    /** Breaks the connection, so that a thread that waits for the database fails. Does not block. */
    void abort() {
        aborted = true;
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The writing connection could not be broken: {}", e.getMessage());
            }
        }
    }

    /** Closes the connection at the end of the program. */
    void finish() {
        Connection open = connection;
        if (open != null && !aborted) {
            try {
                database.finish(open);
            } catch (SQLException e) {
                log.warn("The database was not finished as it should be: {}", e.getMessage());
            }
        }
        close();
    }

    public void close() {
        Connection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.warn("The database did not close cleanly: {}", e.getMessage());
            }
        }
    }
}

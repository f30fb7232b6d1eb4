package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The single writing connection, reopened on demand after it broke. For one thread at a time. */
public final class WritingConnection {
    private static final Logger log = LoggerFactory.getLogger(WritingConnection.class);

    /** How long an idle connection is used without validating it first. */
    private static final Duration VALIDATE_AFTER = Duration.ofSeconds(1);

    private static final int VALIDATION_SECONDS = 5;

    private final Database database;
    private @Nullable Connection connection;
    private long lastUse;

    private WritingConnection(Database database) {
        this.database = database;
    }

    /** Opens the connection, with exclusive use of the database. */
    public static WritingConnection open(Database database) throws SQLException {
        WritingConnection writing = new WritingConnection(database);
        writing.get();
        return writing;
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
            open = database.openWriter();
            connection = open;
        }
        lastUse = System.nanoTime();
        return open;
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

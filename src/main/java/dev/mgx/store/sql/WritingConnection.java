package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection that writes; where it broke, another is opened when it is needed. For one thread at a time. */
public final class WritingConnection {
    private static final Logger log = LoggerFactory.getLogger(WritingConnection.class);

    /** How long a connection is believed to live after it was used; then it is tried first. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    private static final int TRIAL_SECONDS = 5;

    private final Database database;
    private @Nullable Connection connection;
    private long lastUse;

    private WritingConnection(Database database) {
        this.database = database;
    }

    /** Opens it; from now on the database is had alone. */
    public static WritingConnection open(Database database) throws SQLException {
        WritingConnection writing = new WritingConnection(database);
        writing.get();
        return writing;
    }

    /** The connection, in no transaction. */
    Connection get() throws SQLException {
        Connection open = connection;
        boolean trusted = System.nanoTime() - lastUse < TRUSTED.toNanos();
        if (open != null && !trusted && !open.isValid(TRIAL_SECONDS)) {
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
     * Undoes what was not committed. SQLite has rolled back by itself where the disk was full; the driver has then no
     * transaction open and does not know it: each savepoint would commit by itself and be told of as failed. So a
     * connection that cannot be rolled back is not used again, nor is one that broke.
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
            log.debug("The connection is given up: {}", e.getMessage());
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

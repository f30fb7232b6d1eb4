package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The differences between the supported databases. Thread-safe. */
public interface Database {
    /** The subject of a sentence for the operator; contains no password. */
    String subject();

    /**
     * Opens the writing connection, without auto-commit. It has exclusive use of the database until it is closed or
     * breaks; when it is open, nothing of the previous one is still running.
     */
    Connection openWriter() throws SQLException;

    /**
     * Migrates the database to the version of this program.
     *
     * @throws StoreUnavailable if it is from a newer version, or cannot be read or written
     */
    void migrate();

    /**
     * Prepares the database for the end of this program, on its writing connection, which nobody else uses any more:
     * everything is where a copy of the database is expected to find it.
     */
    void finish(Connection writer) throws SQLException;

    /** Opens a connection that only reads. */
    Connection openReader() throws SQLException;

    /** Whether statements go to another process, so that many are better sent at once. */
    boolean isRemote();

    Fault fault(SQLException failure);

    TaskIndex taskIndex();

    Space space();
}

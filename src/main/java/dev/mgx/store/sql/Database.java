package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases in which a store can be kept. Thread-safe. */
public interface Database {
    /** It, as the first words of a sentence for the operator; no password is in it. */
    String subject();

    /**
     * Opens a connection that writes, and commits only when told. Who has it has the database alone, until it is closed
     * or breaks; and when it is there, nothing that the one before it began is still under way.
     */
    Connection openWriter() throws SQLException;

    /**
     * Brings the database to the version of this program.
     *
     * @throws StoreUnavailable when it is from a newer version, or cannot be read or written
     */
    void migrate();

    /** Opens a connection that only reads. */
    Connection openReader() throws SQLException;

    Fault fault(SQLException failure);

    TaskIndex taskIndex();
}

package dev.mgx.store;

import java.sql.SQLException;

/** Another store writes to the same database. */
final class DatabaseInUse extends SQLException {
    private static final long serialVersionUID = 1L;

    DatabaseInUse(SQLException cause) {
        super("the database is in use", cause.getSQLState(), cause);
    }
}

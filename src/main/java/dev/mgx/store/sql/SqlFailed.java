package dev.mgx.store.sql;

import java.sql.SQLException;

/**
 * A statement that the database rejected or did not answer. Not caught outside this package: the {@link Writer} and the
 * {@link Readers} translate it, using the database's {@link Fault}.
 */
public final class SqlFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    SqlFailed(SQLException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    public SQLException failure() {
        return failure;
    }

    /** The underlying {@link SQLException} if the failure wraps one, else the failure itself. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof SqlFailed wrapped ? wrapped.failure() : failure;
    }
}

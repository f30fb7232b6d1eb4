package dev.mgx.store.sql;

import java.sql.SQLException;

/**
 * A statement that the database refused or did not answer. Nobody outside this package catches it: the {@link Writer}
 * and the {@link Readers} say what it means, by the database's {@link Fault}.
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

    /** What really failed: the database's own failure, where this is one. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof SqlFailed wrapped ? wrapped.failure() : failure;
    }
}

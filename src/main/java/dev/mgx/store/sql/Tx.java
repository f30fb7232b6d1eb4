package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The transaction a write is part of. Used by the writer's thread alone. */
public final class Tx {
    private final Connection connection;
    private final Sql sql;
    private final long began = System.nanoTime();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection) {
        this.connection = connection;
        sql = new Sql(connection);
    }

    public Sql sql() {
        return sql;
    }

    /** When it began, by {@link System#nanoTime}. */
    long began() {
        return began;
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** Has {@code action} run after the commit, in the order of the writes; it must be quick and not throw. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}

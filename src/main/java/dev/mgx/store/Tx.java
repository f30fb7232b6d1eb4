package dev.mgx.store;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** The transaction a write is part of. Used by the writer's thread alone. */
final class Tx {
    private final Sql sql;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection) {
        sql = new Sql(connection);
    }

    Sql sql() {
        return sql;
    }

    /** Has {@code action} run after the commit, in the order of the writes; it must be quick and not throw. */
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}

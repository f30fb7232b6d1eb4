package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The transaction of a write. Used by the writer's thread only. */
public final class Tx {
    private final Connection connection;
    private final Sql sql;
    private final long began = System.nanoTime();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> onRollback = new ArrayList<>(); // of the write that is being done
    private int actionsBefore;

    Tx(Connection connection) {
        this.connection = connection;
        sql = new Sql(connection);
    }

    public Sql sql() {
        return sql;
    }

    /** When the transaction began, by {@link System#nanoTime}. */
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

    /** Runs {@code action} after the commit, in the order of the writes. It must not block. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * Has {@code action} run when this write is taken back and the transaction goes on without it, the last one first.
     * Nothing is called where the whole transaction fails.
     */
    public void onRollback(Runnable action) {
        onRollback.add(action);
    }

    /** The next write begins. */
    void beginWrite() {
        onRollback.clear();
        actionsBefore = afterCommit.size();
    }

    /** The write that has begun last is taken back. */
    void undoWrite() {
        onRollback.reversed().forEach(Runnable::run);
        onRollback.clear();
        afterCommit.subList(actionsBefore, afterCommit.size()).clear();
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}

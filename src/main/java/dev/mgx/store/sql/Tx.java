package dev.mgx.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of writes. Those that are done together send statements of one kind at once, before the next statement
 * of another kind. Used by the writer's thread only.
 */
public final class Tx {
    private final PreparedStatements statements;
    private final Sql sql;
    private final boolean together;
    private final long began = System.nanoTime();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> onRollback = new ArrayList<>(); // of the write that is being done
    private final List<Collected> inserts = new ArrayList<>(); // this and the next in the order of their first rows
    private final List<Collected> changes = new ArrayList<>();
    private int actionsBefore;

    /** A statement that waits to be sent for each of these rows of parameters. */
    private record Collected(String statement, List<@Nullable Object[]> rows) {}

    /** A statement that was sent with others has not changed the row that it was to change. */
    static final class RowNotChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RowNotChanged() {
            super("a row that was to be changed is not as it was", null, false, false);
        }
    }

    /** @param together whether the writes are done together: if one of them fails, none is done */
    Tx(PreparedStatements statements, boolean together) {
        this.statements = statements;
        this.together = together;
        sql = new Sql(statements);
    }

    /** Executes statements, after those that wait. */
    public Sql sql() {
        flush();
        return sql;
    }

    /** Inserts a row that only other transactions, or {@link #sql}, will look for. */
    public void insert(String statement, @Nullable Object... parameters) {
        if (together) {
            collect(inserts, statement, parameters);
        } else {
            sql.update(statement, parameters);
        }
    }

    /**
     * Changes one row, which nobody but {@link #sql} looks at before the commit.
     *
     * @param otherwise the failure of this write where the row is not as the statement expects
     */
    public void change(Supplier<RuntimeException> otherwise, String statement, @Nullable Object... parameters) {
        if (together) {
            collect(changes, statement, parameters);
        } else if (sql.update(statement, parameters) != 1) {
            throw otherwise.get();
        }
    }

    private static void collect(List<Collected> all, String statement, @Nullable Object... parameters) {
        if (all.isEmpty() || !all.getLast().statement().equals(statement)) {
            all.add(new Collected(statement, new ArrayList<>()));
        }
        all.getLast().rows().add(parameters);
    }

    /**
     * Sends the statements that wait.
     *
     * @throws RowNotChanged if one of the writes fails; which one is found out by doing them one by one
     */
    void flush() {
        if (!changes.isEmpty()) {
            List<Collected> sent = List.copyOf(changes);
            changes.clear();
            for (Collected each : sent) {
                if (Arrays.stream(sql.updates(each.statement(), each.rows())).anyMatch(rows -> rows != 1)) {
                    throw new RowNotChanged();
                }
            }
        }
        if (!inserts.isEmpty()) {
            List<Collected> sent = List.copyOf(inserts);
            inserts.clear();
            sent.forEach(each -> sql.updates(each.statement(), each.rows()));
        }
    }

    /** When the transaction began, by {@link System#nanoTime}. */
    long began() {
        return began;
    }

    void commit() {
        try {
            statements.connection().commit();
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

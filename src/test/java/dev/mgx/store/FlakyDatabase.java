package dev.mgx.store;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.Space;
import dev.mgx.store.sql.TaskIndex;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real database whose connection breaks on demand. */
final class FlakyDatabase implements Database {
    private final Database real;
    private volatile Break next = Break.NONE;
    private volatile boolean awayAfter;
    private volatile boolean away;
    private final Semaphore foundAway = new Semaphore(0);

    /** The fate of a commit. */
    enum Break {
        NONE,
        /** It does not reach the database. */
        BEFORE,
        /** It is applied, but its reply does not arrive. */
        AFTER
    }

    FlakyDatabase(Database real) {
        this.real = real;
    }

    /** Breaks the next commit; from then on the database is unavailable until it is restored. */
    void breakNextCommit(Break where, boolean thenAway) {
        awayAfter = thenAway;
        next = where;
    }

    void comeBack() {
        away = false;
    }

    /** Waits until a connection attempt has failed. */
    void awaitAway() {
        try {
            if (!foundAway.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody looked for the database");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Connection openWriter() throws SQLException {
        if (away) {
            foundAway.release();
            throw lost();
        }
        Connection connection = real.openWriter();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private @Nullable Object call(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            if (method.getName().equals("commit") && next != Break.NONE) {
                Break now = next;
                next = Break.NONE;
                away = awayAfter;
                if (now == Break.AFTER) {
                    connection.commit();
                }
                connection.close();
                throw lost();
            }
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static SQLException lost() {
        return new SQLException("the connection is broken", "08006");
    }

    @Override
    public String subject() {
        return real.subject();
    }

    @Override
    public void migrate() {
        real.migrate();
    }

    @Override
    public void finish(Connection writer) throws SQLException {
        real.finish(writer);
    }

    @Override
    public Connection openReader() throws SQLException {
        return real.openReader();
    }

    @Override
    public Space space() {
        return real.space();
    }

    @Override
    public TaskIndex taskIndex() {
        return real.taskIndex();
    }

    @Override
    public boolean isRemote() {
        return real.isRemote();
    }

    @Override
    public Fault fault(SQLException failure) {
        return "08006".equals(failure.getSQLState())
                ? new Fault(Fault.Reach.CONNECTION, String.valueOf(failure.getMessage()))
                : real.fault(failure);
    }
}

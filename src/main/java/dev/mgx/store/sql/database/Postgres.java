package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.SqlFailed;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.TaskIndex;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A PostgreSQL database. The session that writes holds an advisory lock on its schema: the lock is gone when
 * the session is, and no sooner, so that whoever gets it knows that nothing of the session before is under way.
 */
public final class Postgres implements Database {
    /** The first half of the lock's name; the second is the schema. "mgx" in ASCII. */
    private static final int LOCK = 0x6d6778;

    /** How long the lock is waited for: a session whose process was killed takes a moment to end. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

    /** How long the session that wrote before is given to end when it is told to. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** How long one statement may take; the server ends it. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    /** How long nothing may come from the server while it is waited for: longer than a statement may take. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    /** How long a migration may take. */
    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    /** The server finds out in half a minute when the machine of this process is no more, and lets go of its locks. */
    private static final String SESSION = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
            + " -c tcp_keepalives_count=4 -c idle_in_transaction_session_timeout=60s -c statement_timeout=";

    private final PostgresUrl url;
    private @Nullable Session latest; // guarded by this

    /** The server's process for a connection, told from a later one that got the same number. */
    private record Session(long pid, String begun) {}

    /** Another store writes to the same database. */
    private static final class DatabaseInUse extends SQLException {
        private static final long serialVersionUID = 1L;

        DatabaseInUse(SQLException cause) {
            super("the database is in use", cause.getSQLState(), cause);
        }
    }

    public Postgres(PostgresUrl url) {
        this.url = url;
    }

    @Override
    public String subject() {
        return "The database " + url;
    }

    @Override
    public synchronized Connection openWriter() throws SQLException {
        Connection connection =
                source("mgx-writer", STATEMENT_TIMEOUT, SOCKET_TIMEOUT).getConnection();
        try {
            Sql sql = new Sql(connection);
            endLatest(sql);
            own(sql);
            // An event is on the disk before anybody sees it, also where others on the server do without that.
            sql.list(
                    row -> true,
                    "SELECT set_config('synchronous_commit', 'on', false)"
                            + " WHERE current_setting('synchronous_commit') = 'off'");
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return connection;
        } catch (SqlFailed e) {
            connection.close();
            throw e.failure();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that broke on this side may live on at the server, with its locks and its transaction. */
    private void endLatest(Sql sql) {
        Session session = latest;
        if (session != null) {
            sql.list(
                    row -> true,
                    "SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity"
                            + " WHERE pid = ? AND EXTRACT(EPOCH FROM backend_start)::text = ?",
                    END_PATIENCE.toMillis(),
                    session.pid(),
                    session.begun());
        }
    }

    private void own(Sql sql) throws SQLException {
        long schema = sql.number("SELECT oid FROM pg_namespace WHERE nspname = current_schema()");
        if (schema == 0) {
            throw new SQLException("it has no schema of the name that is asked for, or none that this user may use");
        }
        sql.list(row -> true, "SELECT set_config('lock_timeout', ?, false)", LOCK_PATIENCE.toMillis() + "ms");
        try {
            sql.list(row -> true, "SELECT pg_advisory_lock(?, ?)", LOCK, (int) schema);
        } catch (SqlFailed e) {
            throw "55P03".equals(e.failure().getSQLState()) ? new DatabaseInUse(e.failure()) : e.failure();
        }
        sql.list(row -> true, "SELECT set_config('lock_timeout', '0', false)");
        latest = sql.first(
                        row -> new Session(row.getLong(1), row.getString(2)),
                        "SELECT pid, EXTRACT(EPOCH FROM backend_start)::text FROM pg_stat_activity"
                                + " WHERE pid = pg_backend_pid()")
                .orElse(null);
    }

    @Override
    public void migrate() {
        Duration socket = MIGRATION_TIMEOUT.plus(SOCKET_TIMEOUT);
        Migrations.apply(
                this, source("mgx-migration", MIGRATION_TIMEOUT, socket), Migrations.COMMON, Migrations.POSTGRES);
    }

    @Override
    public TaskIndex taskIndex() {
        return new PostgresTaskIndex();
    }

    @Override
    public Connection openReader() throws SQLException {
        Connection connection =
                source("mgx-reader", STATEMENT_TIMEOUT, SOCKET_TIMEOUT).getConnection();
        connection.setReadOnly(true);
        return connection;
    }

    private DataSource source(String name, Duration statement, Duration socket) {
        Map<String, String> properties = new HashMap<>();
        properties.put(PGProperty.APPLICATION_NAME.getName(), name);
        properties.put(PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.put(PGProperty.SOCKET_TIMEOUT.getName(), Long.toString(socket.toSeconds()));
        properties.put(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        properties.putAll(url.parameters());
        properties.put(
                PGProperty.OPTIONS.getName(),
                SESSION + statement.toMillis() + " " + url.parameters().getOrDefault(PGProperty.OPTIONS.getName(), ""));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(url.hosts().toArray(String[]::new));
        source.setPortNumbers(url.ports());
        source.setDatabaseName(url.database());
        source.setUser(url.user());
        source.setPassword(url.password());
        try {
            for (Map.Entry<String, String> property : properties.entrySet()) {
                source.setProperty(property.getKey(), property.getValue());
            }
        } catch (SQLException e) {
            throw new StoreUnavailable(subject() + " cannot be opened: " + e.getMessage(), e);
        }
        return source;
    }

    /** By SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
    @Override
    public Fault fault(SQLException failure) {
        if (failure instanceof DatabaseInUse) {
            return new Fault(
                    Fault.Reach.CONNECTION,
                    "Another MGX Engine uses the database: stop that one, or name another database with MGX_DATABASE_URL");
        }
        String said = said(failure);
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "53100" -> database("PostgreSQL's disk is full: nothing can be recorded until there is space");
            case "25006" -> database("PostgreSQL is read-only: nothing can be recorded until it can be written");
            case "55P03" ->
                database("PostgreSQL has locked what is to be written: nothing can be recorded until it lets go");
            case "57014" -> database("PostgreSQL did not finish in time (" + said + ")");
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "0A", "21", "22", "23", "42", "54" -> new Fault(Fault.Reach.STATEMENT, said);
                    case "08", "57" -> unreachable(said);
                    case "25", "28", "3D" -> new Fault(Fault.Reach.CONNECTION, "PostgreSQL says: " + said);
                    default -> database("PostgreSQL says: " + said);
                };
        };
    }

    private static Fault unreachable(String said) {
        return new Fault(Fault.Reach.CONNECTION, "PostgreSQL cannot be reached (" + said + ")");
    }

    private static Fault database(String sentence) {
        return new Fault(Fault.Reach.DATABASE, sentence);
    }

    /** What went wrong, in one line: the server's own words, or those of the network. */
    private static String said(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof IOException)) {
            root = root.getCause();
        }
        if (root.getMessage() == null) {
            root = failure;
        }
        ServerErrorMessage server = root instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
        String message = root instanceof UnknownHostException
                ? "unknown host " + root.getMessage()
                : server == null ? root.getMessage() : server.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("it does not say why");
    }
}

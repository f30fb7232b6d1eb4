package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.Space;
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
 * A PostgreSQL database. The writing session holds an advisory lock on its schema. The lock is released when the
 * session ends and not before, so its next holder knows that nothing of the previous session is still running.
 */
public final class Postgres implements Database {
    /** The first key of the advisory lock, "mgx" in ASCII; the second key is the schema's OID. */
    private static final int LOCK = 0x6d6778;

    /** How long to wait for the lock: the session of a killed process takes a moment to end. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

    /** How long to wait for a terminated session to end. */
    private static final Duration TERMINATE_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** How long to wait for each answer of the server until a session has begun. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(5);

    /** How long a statement may take; enforced by the server. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    /** How long to wait for data from the server: longer than a statement may take. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    /** How long a statement of a migration may take. */
    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    /**
     * With these keepalives the server notices within half a minute that this machine is gone, and releases its locks.
     */
    private static final String SESSION = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
            + " -c tcp_keepalives_count=4 -c idle_in_transaction_session_timeout=60s -c statement_timeout=";

    private final PostgresUrl url;
    private @Nullable Session latest; // guarded by this

    /** A connection's server process; the start time distinguishes it from a later process with the same PID. */
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
        Connection connection = connect("mgx-writer");
        try {
            Sql sql = new Sql(connection);
            endLatest(sql);
            own(sql);
            // An event must be durable before anybody sees it, even on a server configured otherwise.
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

    /**
     * Terminates the previous session: a connection broken on this side may live on at the server, with its locks and
     * transaction.
     */
    private void endLatest(Sql sql) {
        Session session = latest;
        if (session != null) {
            sql.list(
                    row -> true,
                    "SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity"
                            + " WHERE pid = ? AND EXTRACT(EPOCH FROM backend_start)::text = ?",
                    TERMINATE_TIMEOUT.toMillis(),
                    session.pid(),
                    session.begun());
        }
    }

    private void own(Sql sql) throws SQLException {
        long schema = sql.number("SELECT oid FROM pg_namespace WHERE nspname = current_schema()");
        if (schema == 0) {
            throw new SQLException("the requested schema does not exist, or this user may not use it");
        }
        sql.list(row -> true, "SELECT set_config('lock_timeout', ?, false)", LOCK_TIMEOUT.toMillis() + "ms");
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
        migrate(Migrations.NEWEST);
    }

    void migrate(String version) {
        Duration socket = MIGRATION_TIMEOUT.plus(SOCKET_TIMEOUT);
        Migrations.apply(
                this,
                source("mgx-migration", MIGRATION_TIMEOUT, socket),
                version,
                Migrations.COMMON,
                Migrations.POSTGRES);
    }

    /** Opens a connection, not for writing, which sees one state of the database until it is closed. */
    Connection openSnapshot() throws SQLException {
        Connection connection = connect("mgx-backup");
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void finish(Connection writer) {
        // PostgreSQL keeps its own files in order.
    }

    /** PostgreSQL uses the space of deleted rows again by itself. */
    @Override
    public Space space() {
        return Space.BY_ITSELF;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public TaskIndex taskIndex() {
        return new PostgresTaskIndex();
    }

    @Override
    public Connection openReader() throws SQLException {
        Connection connection = connect("mgx-reader");
        connection.setReadOnly(true);
        return connection;
    }

    /** Opens a session; a server that accepts connections and is silent is given up sooner than one at work. */
    private Connection connect(String name) throws SQLException {
        Duration socket = socketTimeout();
        boolean longer = socket.isZero() || socket.compareTo(LOGIN_TIMEOUT) > 0;
        Connection connection =
                source(name, STATEMENT_TIMEOUT, longer ? LOGIN_TIMEOUT : socket).getConnection();
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(socket.toMillis()));
        return connection;
    }

    /** As the URL says in seconds, where 0 is none. */
    private Duration socketTimeout() {
        String seconds = url.parameters().get(PGProperty.SOCKET_TIMEOUT.getName());
        return seconds != null && seconds.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : SOCKET_TIMEOUT;
    }

    private DataSource source(String name, Duration statement, Duration socket) {
        Map<String, String> properties = new HashMap<>();
        properties.put(PGProperty.APPLICATION_NAME.getName(), name);
        properties.put(PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.put(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        properties.put(PGProperty.REWRITE_BATCHED_INSERTS.getName(), "true"); // many rows in one statement
        properties.putAll(url.parameters());
        properties.put(PGProperty.SOCKET_TIMEOUT.getName(), Long.toString(socket.toSeconds()));
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

    /** Classifies by SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
    @Override
    public Fault fault(SQLException failure) {
        if (failure instanceof DatabaseInUse) {
            return new Fault(
                    Fault.Reach.CONNECTION,
                    "Another MGX Engine uses the database: stop that one, or name another database with MGX_DATABASE_URL");
        }
        String message = message(failure);
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "53100" -> database("PostgreSQL's disk is full: nothing can be recorded until there is space");
            // The session may stay so when the server does not: after a change of its defaults, or of the server.
            case "25006" ->
                new Fault(
                        Fault.Reach.CONNECTION,
                        "PostgreSQL is read-only: nothing can be recorded until it can be written");
            case "53300" -> busy("PostgreSQL has no connection to spare (" + message + ")");
            case "57P03" -> busy("PostgreSQL is starting or stopping (" + message + ")");
            case "55P03" ->
                database("A lock in PostgreSQL blocks the write: nothing can be recorded until it is released");
            case "57014" -> database("PostgreSQL did not finish in time (" + message + ")");
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "21", "22", "23", "54" -> new Fault(Fault.Reach.STATEMENT, message);
                    case "42" -> new Fault(Fault.Reach.RIGHTS, "PostgreSQL refuses it: " + message);
                    case "08", "57" -> unreachable(message);
                    // 0A: a table was changed under a prepared statement of this session.
                    case "0A", "25", "28", "3D" -> new Fault(Fault.Reach.CONNECTION, "PostgreSQL says: " + message);
                    default -> database("PostgreSQL says: " + message);
                };
        };
    }

    private static Fault unreachable(String message) {
        return new Fault(Fault.Reach.CONNECTION, "PostgreSQL cannot be reached (" + message + ")");
    }

    private static Fault busy(String sentence) {
        return new Fault(Fault.Reach.BUSY, sentence);
    }

    private static Fault database(String sentence) {
        return new Fault(Fault.Reach.DATABASE, sentence);
    }

    /** The error in one line: the server's message, or that of the network failure. */
    private static String message(SQLException failure) {
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
        return String.valueOf(message).lines().findFirst().orElse("no reason given");
    }
}

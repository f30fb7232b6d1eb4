package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.StoreUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Migrates a database to the version of this program. */
public final class Migrations {
    /** Migrations for every database. */
    public static final String COMMON = "classpath:dev/mgx/store/migration";

    /** Additional migrations for SQLite. */
    public static final String SQLITE = "classpath:dev/mgx/store/sqlite";

    /** Additional migrations for PostgreSQL. */
    public static final String POSTGRES = "classpath:dev/mgx/store/postgres";

    /** The version of the latest migration. */
    public static final String NEWEST = "9";

    private Migrations() {}

    /**
     * Brings a database to a version.
     *
     * @throws StoreUnavailable if the database is from a newer version than this program's, or cannot be read or written
     */
    static void apply(Database database, DataSource source, String version, String... locations) {
        if (isAt(version, source)) {
            return;
        }
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(source)
                    .locations(locations)
                    .target(version)
                    .javaMigrations(new IndexExistingTasks(database.taskIndex()))
                    .load();
            rejectNewer(database, flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            String reason = e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
                    ? "it contains tables of another program; use an empty database, or a separate schema for MGX Engine"
                    : rootReason(e);
            throw new StoreUnavailable("%s cannot be opened: %s".formatted(database.subject(), reason), e);
        }
    }

    /** A shortcut: Flyway takes a third of the startup time to find that there is nothing to do. */
    private static boolean isAt(String version, DataSource source) {
        try (Connection connection = source.getConnection()) {
            return last(connection).equals(version);
        } catch (SQLException e) {
            return false; // the database is new, or Flyway will report what is wrong with it
        }
    }

    /** The version of the last migration; empty if it failed or there is none. */
    private static String last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "SELECT version, success FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
            return last.next() && last.getBoolean("success") ? last.getString("version") : "";
        }
    }

    /**
     * The version of a database.
     *
     * @throws SQLException if it has none of ours, or is newer; the message is a part of a sentence
     */
    static String version(Connection connection) throws SQLException {
        String version;
        try {
            version = last(connection);
        } catch (SQLException e) {
            throw new SQLException("it holds no tasks of MGX Engine", e);
        }
        if (version.isEmpty()) {
            throw new SQLException("the last change of its tables failed: start the server, which says why");
        }
        if (MigrationVersion.fromVersion(version).isNewerThan(NEWEST)) {
            throw new SQLException("it is from a newer MGX Engine (its version is %s, this one's is %s): use that one"
                    .formatted(version, NEWEST));
        }
        return version;
    }

    private static void rejectNewer(Database database, MigrationInfo[] known) {
        Arrays.stream(known)
                .filter(info -> info.getState() == MigrationState.FUTURE_SUCCESS
                        || info.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .max(Comparator.<MigrationVersion>naturalOrder())
                .ifPresent(version -> {
                    throw new StoreUnavailable(
                            "%s was written by a newer MGX Engine (its version is %s, this one's is %s): use that one, or another database"
                                    .formatted(database.subject(), version, NEWEST),
                            null);
                });
    }

    private static String rootReason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown reason");
    }
}

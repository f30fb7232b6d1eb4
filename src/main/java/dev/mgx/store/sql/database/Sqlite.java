package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.TaskIndex;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data folder: WAL, every commit synced to the disk. The lock on the folder keeps
 * other processes away.
 */
public final class Sqlite implements Database {
    /** How long a write waits for another process that has the file locked, in milliseconds. */
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;

    private final Path file;

    public Sqlite(Path file) {
        SqliteLibrary.load();
        this.file = file;
    }

    @Override
    public String subject() {
        return "The database";
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = writing().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void migrate() {
        Migrations.apply(this, writing(), Migrations.COMMON, Migrations.SQLITE);
    }

    @Override
    public Connection openReader() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return source(config).getConnection();
    }

    /** By the primary result codes (sqlite.org/rescode.html), which are the low byte of what the driver gives. */
    @Override
    public Fault fault(SQLException failure) {
        String said = String.valueOf(failure.getMessage());
        if (failure instanceof SQLDataException) {
            return new Fault(Fault.Reach.STATEMENT, said);
        }
        return switch (failure.getErrorCode() & 0xff) {
            case 1, 18, 19, 20, 25 -> new Fault(Fault.Reach.STATEMENT, said);
            case 13 -> database("The disk is full: nothing can be recorded until there is space");
            case 8 -> database("The database is read-only: nothing can be recorded until it can be written");
            case 5, 6 ->
                database("The database is locked by another process: nothing can be recorded until it lets go");
            case 10 -> database("The disk does not take writes (" + said + ")");
            default -> database(said);
        };
    }

    @Override
    public TaskIndex taskIndex() {
        return new SqliteTaskIndex();
    }

    private static Fault database(String sentence) {
        return new Fault(Fault.Reach.DATABASE, sentence);
    }

    private SQLiteDataSource writing() {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return source(config);
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}

package dev.mgx.store.sql.database;

import dev.mgx.file.PrivateFile;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.Space;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.TaskIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data folder, in WAL mode with every commit synced to disk. The folder's lock excludes other
 * processes.
 */
public final class Sqlite implements Database {
    /** How long a write waits while another process has locked the file, in milliseconds. */
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;

    /** To what size the write-ahead log shrinks again after a large transaction or a long read. */
    private static final int LOG_LIMIT_BYTES = 64 << 20;

    private static final String NAME = "mgx.db";

    /** The names of the database's files in a data folder (sqlite.org/tempfiles.html). */
    public static final List<String> FILES = List.of(NAME, NAME + "-wal", NAME + "-shm", NAME + "-journal");

    private final Path file;

    /**
     * The database of a data folder. Its files can be read by nobody else; SQLite gives the permissions of the first to
     * the others.
     *
     * @throws StoreUnavailable if a file is a link or belongs to another user
     */
    static Sqlite in(Path folder) {
        try {
            PrivateFile.ensure(folder.resolve(NAME));
            for (String name : FILES) {
                if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                    PrivateFile.restrict(folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new StoreUnavailable("The database cannot be opened: " + e.getMessage(), e);
        }
        return new Sqlite(folder.resolve(NAME));
    }

    public Sqlite(Path file) {
        SqliteLibrary.load();
        this.file = file;
    }

    @Override
    public String subject() {
        return "The database";
    }

    /** Whether a data folder has a database. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Connection openWriter() throws SQLException {
        SqliteSpace.prepare(file, source(common()));
        Connection connection = writing().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void migrate() {
        migrate(Migrations.NEWEST);
    }

    void migrate(String version) {
        Migrations.apply(this, writing(), version, Migrations.COMMON, Migrations.SQLITE);
    }

    /** Opens a connection, not for writing, which sees one state of the database until it is closed. */
    Connection openSnapshot() throws SQLException {
        Connection connection = writing().getConnection(); // what a crash has left can be read by who may write
        connection.setAutoCommit(false);
        return connection;
    }

    /** Makes the tables of a version in an empty file, without a log, and opens a connection to fill them. */
    Connection openFresh(String version) throws SQLException {
        SQLiteConfig config = common();
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        SQLiteDataSource plain = source(config);
        Migrations.apply(this, plain, version, Migrations.COMMON, Migrations.SQLITE);
        Connection connection = plain.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Connection openReader() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return source(config).getConnection();
    }

    /** Classifies by primary result code (sqlite.org/rescode.html), the low byte of the driver's error code. */
    @Override
    public Fault fault(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SQLDataException) {
            return new Fault(Fault.Reach.STATEMENT, message);
        }
        return switch (failure.getErrorCode() & 0xff) {
            case 18, 19, 20, 25 -> new Fault(Fault.Reach.STATEMENT, message);
            case 1 -> new Fault(Fault.Reach.RIGHTS, "The database refuses it: " + message);
            case 13 -> database("The disk is full: nothing can be recorded until there is space");
            case 8 -> database("The database is read-only: nothing can be recorded until it can be written");
            case 5, 6 ->
                database(
                        "The database is locked by another process: nothing can be recorded until it releases the lock");
            case 10 -> database("Writing to the disk fails (" + message + ")");
            default -> database(message);
        };
    }

    /** The write-ahead log goes into the database's file, which is then all there is to copy. */
    @Override
    public void finish(Connection writer) throws SQLException {
        writer.setAutoCommit(true);
        long blocked = new Sql(writer).number("PRAGMA wal_checkpoint(TRUNCATE)");
        if (blocked != 0) {
            throw new SQLException("another process reads it, so that a part of it is in its -wal file still");
        }
    }

    @Override
    public Space space() {
        return new SqliteSpace();
    }

    @Override
    public boolean isRemote() {
        return false;
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
        config.setJournalSizeLimit(LOG_LIMIT_BYTES);
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

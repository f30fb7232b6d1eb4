package dev.mgx.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections to the SQLite database of a data folder: WAL, every commit synced to the disk. */
final class Sqlite {
    /** How long a write waits for another process that has the file locked, in milliseconds. */
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;

    private final Path file;

    Sqlite(Path file) {
        this.file = file;
    }

    SQLiteDataSource writing() {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return source(config);
    }

    /** A connection that writes, and commits only when told. */
    Connection openWriter() throws SQLException {
        Connection connection = writing().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    Connection openReader() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return source(config).getConnection();
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

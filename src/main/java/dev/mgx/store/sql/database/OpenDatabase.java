package dev.mgx.store.sql.database;

import dev.mgx.store.sql.CommitMark;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Space;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.TaskIndex;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.WritingConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** An open, migrated database: its writer, its readers, one apart for health, its task index and its unused space. Thread-safe. */
public record OpenDatabase(Writer writer, Readers readers, Readers apart, TaskIndex taskIndex, Space space) {
    /**
     * Opens a database for exclusive use until the writer is closed.
     *
     * @param folder its folder, unless the URL names another place
     * @param probe is told of every commit
     * @param timeout how long callers wait that do not say otherwise
     * @throws StoreUnavailable if it cannot be used; the message is one sentence
     */
    public static OpenDatabase open(DatabaseUrl url, Path folder, Clock clock, CommitProbe probe, Duration timeout) {
        return open(
                switch (url) {
                    case DatabaseUrl.OfDataFolder inIt -> Sqlite.in(folder);
                    case PostgresUrl postgres -> new Postgres(postgres);
                },
                clock,
                probe,
                timeout);
    }

    public static OpenDatabase open(Database database, Clock clock, CommitProbe probe, Duration timeout) {
        Readers readers = new Readers(database, timeout);
        Readers apart = Readers.apart(database, timeout);
        WritingConnection connection = migrated(database, () -> {
            readers.renew();
            apart.renew();
        });
        CommitMark mark = new CommitMark(UUID.randomUUID().toString(), clock);
        return new OpenDatabase(
                new Writer(database, connection, mark, probe, timeout),
                readers,
                apart,
                database.taskIndex(),
                database.space());
    }

    private static WritingConnection migrated(Database database, Runnable onReplaced) {
        WritingConnection connection;
        try {
            connection = WritingConnection.open(database, onReplaced);
        } catch (SQLException e) {
            throw new StoreUnavailable(
                    "%s cannot be opened: %s"
                            .formatted(database.subject(), database.fault(e).sentence()),
                    e);
        }
        try {
            database.migrate();
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}

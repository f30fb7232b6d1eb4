package dev.mgx.store.sql.database;

import dev.mgx.store.sql.CommitMark;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.TaskIndex;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.WritingConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/** An open, migrated database: its writer, its readers and its task index. Thread-safe. */
public record OpenDatabase(Writer writer, Readers readers, TaskIndex taskIndex) {
    /**
     * Opens a database for exclusive use until the writer is closed.
     *
     * @param folder its folder, unless the URL names another place
     * @param probe is told of every commit
     * @throws StoreUnavailable if it cannot be used; the message is one sentence
     */
    public static OpenDatabase open(DatabaseUrl url, Path folder, Clock clock, CommitProbe probe) {
        return open(
                switch (url) {
                    case DatabaseUrl.OfDataFolder inIt -> Sqlite.in(folder);
                    case PostgresUrl postgres -> new Postgres(postgres);
                },
                clock,
                probe);
    }

    public static OpenDatabase open(Database database, Clock clock, CommitProbe probe) {
        WritingConnection connection = migrated(database);
        CommitMark mark = new CommitMark(UUID.randomUUID().toString(), clock);
        return new OpenDatabase(
                new Writer(database, connection, mark, probe), new Readers(database), database.taskIndex());
    }

    private static WritingConnection migrated(Database database) {
        WritingConnection connection;
        try {
            connection = WritingConnection.open(database);
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

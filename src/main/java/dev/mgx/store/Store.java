package dev.mgx.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Everything that is kept, in one database. Thread-safe. Closing it lets the writes that were handed in
 * finish and refuses later ones.
 */
public final class Store implements AutoCloseable {
    private final DataFolder folder;
    private final Readers readers;
    private final Writer writer;
    private final Journal journal;
    private final Tasks tasks;
    private final TaskQueue queue;
    private final Claims claims;

    private Store(
            DataFolder folder, Readers readers, Writer writer, TaskIndex index, Clock clock, Supplier<String> ids) {
        this.folder = folder;
        this.readers = readers;
        this.writer = writer;
        journal = new Journal(writer, readers, clock);
        tasks = new Tasks(writer, readers, index, clock, ids);
        queue = new TaskQueue(writer, journal);
        claims = new Claims(writer, readers, journal, tasks);
    }

    /** Opens the store with its database in the data folder. */
    public static Store open(Path dataFolder, Clock clock, Supplier<String> ids, CommitProbe probe) {
        return open(dataFolder, DatabaseUrl.OF_DATA_FOLDER, clock, ids, probe);
    }

    /**
     * Opens the store, bringing its database to this version. It has the folder and the database alone until it is
     * closed.
     *
     * @param ids makes ids for tasks; unique, and rising so that they sort by age
     * @param probe is told of every commit; {@link CommitProbe#NONE} in production
     * @throws StoreUnavailable when the folder or the database cannot be used; one sentence says why
     */
    public static Store open(Path dataFolder, DatabaseUrl url, Clock clock, Supplier<String> ids, CommitProbe probe) {
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            Database database = switch (url) {
                case DatabaseUrl.OfDataFolder inIt -> new Sqlite(folder.path().resolve("mgx.db"));
                case PostgresUrl postgres -> new Postgres(postgres);
            };
            WritingConnection connection = openAndMigrate(database);
            CommitMark mark = new CommitMark(UUID.randomUUID().toString(), clock);
            Writer writer = new Writer(database, connection, mark, probe);
            return new Store(folder, new Readers(database), writer, database.taskIndex(), clock, ids);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static WritingConnection openAndMigrate(Database database) {
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

    public DataFolder folder() {
        return folder;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Journal journal() {
        return journal;
    }

    public TaskQueue queue() {
        return queue;
    }

    public Claims claims() {
        return claims;
    }

    public Steps steps() {
        return new Steps(readers);
    }

    public Artifacts artifacts() {
        return new Artifacts(readers);
    }

    public Inbox inbox() {
        return new Inbox(writer, readers, journal);
    }

    /** What was committed since the store was opened. */
    public CommitStats commits() {
        return writer.stats();
    }

    /** Whether the database can be read, and takes writes: where it has taken none for a while, one is tried. */
    public boolean healthy() {
        try {
            long one = readers.read(sql -> sql.number("SELECT 1"));
            writer.requireHealthy();
            return one == 1;
        } catch (StoreUnavailable | OutcomeUnknown e) {
            return false;
        }
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        folder.close();
    }
}

package dev.mgx.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
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
    private final Claims claims;

    private Store(DataFolder folder, Readers readers, Writer writer, Clock clock, Supplier<String> ids) {
        this.folder = folder;
        this.readers = readers;
        this.writer = writer;
        journal = new Journal(writer, readers, clock);
        tasks = new Tasks(writer, readers, clock, ids);
        claims = new Claims(writer, readers, journal, tasks);
    }

    /**
     * Opens the store in a data folder, bringing its database to this version.
     *
     * @param ids makes ids for tasks; unique, and rising so that they sort by age
     * @param probe is told of every commit; {@link CommitProbe#NONE} in production
     * @throws StoreUnavailable when the folder or the database cannot be used; one sentence says why
     */
    public static Store open(Path dataFolder, Clock clock, Supplier<String> ids, CommitProbe probe) {
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            Sqlite database = new Sqlite(folder.path().resolve("mgx.db"));
            Migrations.apply(database.writing());
            return new Store(folder, new Readers(database), new Writer(database::openWriter, probe), clock, ids);
        } catch (SQLException e) {
            folder.close();
            throw new StoreUnavailable("The database cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            folder.close();
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
        return new Inbox(readers);
    }

    /** What was committed since the store was opened. */
    public CommitStats commits() {
        return writer.stats();
    }

    /** Whether the database can be read, and took the last write. */
    public boolean healthy() {
        try {
            return writer.healthy() && readers.read(sql -> sql.number("SELECT 1")) == 1;
        } catch (StoreUnavailable e) {
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

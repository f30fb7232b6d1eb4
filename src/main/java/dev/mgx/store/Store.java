package dev.mgx.store;

import dev.mgx.store.journal.Journal;
import dev.mgx.store.source.TaskSources;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.CommitStats;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.database.BackupContent;
import dev.mgx.store.sql.database.Backups;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.OpenDatabase;
import dev.mgx.store.task.TaskPurge;
import dev.mgx.store.task.Tasks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** All persistent data, in one database. Thread-safe. Closing it completes submitted writes and rejects later ones. */
public final class Store implements AutoCloseable {
    private final DataFolder folder;
    private final Readers readers;
    private final Writer writer;
    private final Clock clock;
    private final Journal journal;
    private final Tasks tasks;
    private final TaskQueue queue;
    private final Claims claims;
    private final TaskPurge purge;
    private final TaskSources sources;
    private final StoreHealth health;

    /** How long callers wait for the database that do not say otherwise, in tests and where nothing is set. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private Store(DataFolder folder, OpenDatabase database, Clock clock, Supplier<String> ids) {
        this.folder = folder;
        readers = database.readers();
        writer = database.writer();
        this.clock = clock;
        journal = new Journal(writer, readers, clock);
        tasks = new Tasks(writer, readers, database.taskIndex(), clock, ids);
        queue = new TaskQueue(writer, readers, journal);
        purge = new TaskPurge(writer, readers, database.space());
        claims = new Claims(writer, readers, journal, purge);
        sources = new TaskSources(writer, readers, clock);
        health = new StoreHealth(database.apart(), writer);
    }

    /** Opens the store with its database in the data folder. */
    public static Store open(Path dataFolder, Clock clock, Supplier<String> ids, CommitProbe probe) {
        return open(dataFolder, DatabaseUrl.OF_DATA_FOLDER, clock, ids, probe);
    }

    /** The same with the usual timeout. */
    public static Store open(Path dataFolder, DatabaseUrl url, Clock clock, Supplier<String> ids, CommitProbe probe) {
        return open(dataFolder, url, clock, ids, probe, DEFAULT_TIMEOUT);
    }

    /**
     * Opens the store and migrates its database. It has exclusive use of the folder and the database until it is
     * closed.
     *
     * @param ids generates task IDs, unique and ascending, so that they sort by age
     * @param probe called around every commit; {@link CommitProbe#NONE} in production
     * @param timeout how long a caller waits for an answer to a read; for a write to begin, and again for its outcome
     * @throws StoreUnavailable if the folder or the database cannot be used; the message is one sentence
     */
    public static Store open(
            Path dataFolder, DatabaseUrl url, Clock clock, Supplier<String> ids, CommitProbe probe, Duration timeout) {
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            OpenDatabase database = OpenDatabase.open(url, folder.path(), clock, probe, timeout);
            return new Store(folder, database, clock, ids);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Writes everything to a file, from which {@link #restore} makes it again. Others may use the store meanwhile.
     *
     * @param file must not exist
     * @throws StoreUnavailable if it cannot be written; the message is one sentence
     */
    public static BackupContent backUp(Path dataFolder, DatabaseUrl url, Path file) {
        return Backups.write(url, dataFolder, file);
    }

    /**
     * Restores a backup to an empty database.
     *
     * @throws StoreUnavailable if it cannot be restored, or the store is in use; the message is one sentence
     */
    public static BackupContent restore(Path file, Path dataFolder, DatabaseUrl url) {
        try (DataFolder folder = DataFolder.open(dataFolder)) {
            return Backups.restore(file, url, folder.path());
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

    /** The existing projects that tasks change. */
    public TaskSources sources() {
        return sources;
    }

    public ServiceFiles serviceFiles() {
        return new ServiceFiles(writer, readers);
    }

    public KeptAnswers keptAnswers() {
        return new KeptAnswers(writer, clock);
    }

    public Inbox inbox() {
        return new Inbox(readers, journal);
    }

    /** Has a listener told what becomes of writes from now on. */
    public void listen(CommitStats.Listener listener) {
        writer.listen(listener);
    }

    /** Commit totals since the store was opened. */
    public CommitStats commits() {
        return writer.stats();
    }

    /** Whether the database can be read and written. If there was no recent write, tries one. Blocks for 2 s at most. */
    public Health health() {
        return health.now();
    }

    public boolean healthy() {
        return health().good();
    }

    /** Takes a few seconds at most, also where the database does not answer. */
    @Override
    public void close() {
        health.close();
        purge.stop();
        writer.stop();
        purge.close();
        readers.close(); // before the writer's connection, which then finds nobody who reads
        writer.close();
        folder.close();
    }
}

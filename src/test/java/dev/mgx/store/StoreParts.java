package dev.mgx.store;

import dev.mgx.store.journal.Journal;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.database.OpenDatabase;
import dev.mgx.store.task.TaskPurge;
import dev.mgx.store.task.Tasks;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** The parts of a store, assembled on a database that a test has tampered with. */
record StoreParts(
        Writer writer, Readers readers, Journal journal, Tasks tasks, TaskQueue queue, Claims claims, TaskPurge purge)
        implements AutoCloseable {
    static StoreParts open(Database database) {
        return open(database, CommitProbe.NONE);
    }

    static StoreParts open(Database database, CommitProbe probe) {
        Clock clock = Clock.systemUTC();
        OpenDatabase open = OpenDatabase.open(database, clock, probe, Store.DEFAULT_TIMEOUT);
        Writer writer = open.writer();
        Readers readers = open.readers();
        Journal journal = new Journal(writer, readers, clock);
        AtomicInteger ids = new AtomicInteger();
        Tasks tasks = new Tasks(writer, readers, open.taskIndex(), clock, () -> "t" + ids.incrementAndGet());
        TaskQueue queue = new TaskQueue(writer, readers, journal);
        TaskPurge purge = new TaskPurge(writer, readers, open.space());
        Claims claims = new Claims(writer, readers, journal, purge);
        return new StoreParts(writer, readers, journal, tasks, queue, claims, purge);
    }

    @Override
    public void close() {
        purge.stop();
        writer.stop();
        purge.close();
        readers.close();
        writer.close();
    }
}

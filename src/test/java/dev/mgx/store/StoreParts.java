package dev.mgx.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The parts of a store, put together by hand on a database that a test has tampered with. */
record StoreParts(Writer writer, Readers readers, Journal journal, Tasks tasks, TaskQueue queue, Claims claims)
        implements AutoCloseable {
    static StoreParts open(Database database) throws SQLException {
        Clock clock = Clock.systemUTC();
        WritingConnection connection = WritingConnection.open(database);
        database.migrate();
        CommitMark mark = new CommitMark(UUID.randomUUID().toString(), clock);
        Writer writer = new Writer(database, connection, mark, CommitProbe.NONE);
        Readers readers = new Readers(database);
        Journal journal = new Journal(writer, readers, clock);
        AtomicInteger ids = new AtomicInteger();
        Tasks tasks = new Tasks(writer, readers, database.taskIndex(), clock, () -> "t" + ids.incrementAndGet());
        TaskQueue queue = new TaskQueue(writer, journal);
        Claims claims = new Claims(writer, readers, journal, tasks);
        return new StoreParts(writer, readers, journal, tasks, queue, claims);
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
    }
}

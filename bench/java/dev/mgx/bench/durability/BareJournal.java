package dev.mgx.bench.durability;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a database can do at best: one thread takes what all producers wait for, writes the same rows into the same tables as
 * the journal does, an event and the state of its task, with two prepared statements, and commits them together.
 */
final class BareJournal {
    private static final int MOST = 256;
    private static final String INSERT =
            "INSERT INTO event (task_id, seq, type, body, state) VALUES (?, ?, ?, ?, NULL)";
    private static final String UPDATE =
            "UPDATE task SET last_seq = ?, state = ?, last_event_at = ?, updated_at = ? WHERE id = ?";

    /** After what the store has written. */
    private static final long FIRST = 10;

    private final Connection connection;
    private final OurJournal.Rows rows;
    private final boolean remote;
    private final long[] sequences;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile @Nullable Exception failure;

    private record Waiting(int producer, CountDownLatch done) {}

    private BareJournal(Connection connection, OurJournal.Rows rows, boolean remote) throws SQLException {
        this.connection = connection;
        this.rows = rows;
        this.remote = remote;
        sequences = new long[rows.tasks().size()];
        Arrays.fill(sequences, FIRST);
        writer = Thread.ofPlatform().name("bare-writer").daemon().start(this::writeUntilInterrupted);
    }

    /**
     * Opens it on tables as the store makes them.
     *
     * @param url of a schema, or null for SQLite in the folder
     */
    static BareJournal open(Path folder, @Nullable String url, int producers) throws SQLException {
        OurJournal.Rows rows;
        try (OurJournal made = new OurJournal(folder, url, producers)) {
            rows = made.rows();
        }
        Connection connection = DriverManager.getConnection(
                url == null
                        ? "jdbc:sqlite:" + folder.resolve("mgx.db")
                        : "jdbc:%s&user=postgres&reWriteBatchedInserts=true".formatted(url.replace("postgres@", "")));
        try (Statement statement = connection.createStatement()) {
            if (url == null) {
                statement.execute("PRAGMA synchronous = FULL");
            } else {
                statement.execute("SET synchronous_commit = on"); // the server of tests has it off
            }
        }
        connection.setAutoCommit(false);
        return new BareJournal(connection, rows, url != null);
    }

    void append(int producer) {
        Waiting waiting = new Waiting(producer, new CountDownLatch(1));
        queue.add(waiting);
        try {
            waiting.done().await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private void writeUntilInterrupted() {
        List<Waiting> batch = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                for (Waiting each : batch) {
                    bind(each.producer(), insert, update);
                }
                if (remote) {
                    update.executeBatch();
                    insert.executeBatch();
                }
                connection.commit();
                batch.forEach(each -> each.done().countDown());
                batch.clear();
            }
        } catch (SQLException e) {
            failure = e;
            batch.forEach(each -> each.done().countDown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bind(int producer, PreparedStatement insert, PreparedStatement update) throws SQLException {
        long sequence = ++sequences[producer];
        String task = rows.tasks().get(producer);
        update.setLong(1, sequence);
        update.setString(2, rows.state());
        update.setLong(3, System.currentTimeMillis());
        update.setLong(4, System.currentTimeMillis());
        update.setString(5, task);
        insert.setString(1, task);
        insert.setLong(2, sequence);
        insert.setString(3, "LOG");
        insert.setString(4, rows.event());
        if (remote) {
            update.addBatch();
            insert.addBatch();
        } else {
            update.executeUpdate();
            insert.executeUpdate();
        }
    }

    long events() {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM event")) {
            count.next();
            long events = count.getLong(1);
            connection.rollback();
            return events;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void close() throws SQLException, InterruptedException {
        writer.interrupt();
        writer.join();
        connection.close();
    }
}

package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread that writes to the database. All pending writes go into one transaction and share one disk sync
 * (group commit). Each has its own savepoint, so that a failed write does not affect the others.
 *
 * <p>After a failed commit it checks whether the commit was applied before it reports an outcome, so that a recorded
 * write is never reported as failed and written twice.
 *
 * <p>Thread-safe. Runs until {@link #close}, which waits for the writes submitted before.
 */
public final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    /** The most writes in one commit: enough for all producers, few enough for short commits. */
    private static final int MAX_BATCH = 256;

    /** The interval between checks while the database is unavailable. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

    /** How long a commit counts as proof that the database is healthy. */
    private static final Duration HEALTHY_AFTER_COMMIT = Duration.ofSeconds(10);

    private static final WriteTimeouts HEALTH_CHECK = new WriteTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Database database;
    private final WritingConnection connection;
    private final CommitMark mark;
    private final CommitProbe probe;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean healthy = true;
    private volatile CommitStats.Listener listener = CommitStats.Listener.NONE;
    private volatile CommitStats stats = CommitStats.NONE; // written by the writer's thread only
    private volatile long lastCommit = System.nanoTime();
    private boolean stopped; // this and the following fields are confined to the writer's thread
    private long commits;
    private final Outage outage = new Outage("written", System::nanoTime);

    /** The work of a write. An unchecked exception rolls it back and is passed to the caller. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Tx tx);
    }

    /** @param connection owned by the writer from now on */
    public Writer(Database database, WritingConnection connection, CommitMark mark, CommitProbe probe) {
        this.database = database;
        this.connection = connection;
        this.mark = mark;
        this.probe = probe;
        thread = Thread.ofPlatform().name("mgx-writer").start(this::runUntilClosed);
    }

    /**
     * Executes {@code work} in a transaction and returns once it is durable. Blocks.
     *
     * @throws StoreUnavailable if the write failed without effect; it may be retried
     * @throws WriteRefused if the database rejects the write for good; it had no effect
     * @throws OutcomeUnknown if the outcome is not known in time
     */
    public <T> T write(Work<T> work, WriteTimeouts timeouts) {
        PendingWrite<T> pending = new PendingWrite<>(work);
        if (closing) {
            throw closed();
        }
        queue.add(pending);
        // The writer may have ended, and the queue been emptied, between the two lines above.
        if (!thread.isAlive()) {
            pending.fail(closed());
        }
        return pending.await(timeouts);
    }

    /**
     * Returns if the database accepted a write recently or accepts one now.
     *
     * @throws StoreUnavailable if it does not
     * @throws OutcomeUnknown if it does not answer in time
     */
    public void requireHealthy() {
        boolean lately = System.nanoTime() - lastCommit < HEALTHY_AFTER_COMMIT.toNanos();
        if (!healthy || !lately) {
            write(tx -> true, HEALTH_CHECK); // an empty write still writes the commit mark
        }
    }

    public CommitStats stats() {
        return stats;
    }

    /** Replaces the listener. */
    public void listen(CommitStats.Listener told) {
        listener = told;
    }

    private void runUntilClosed() {
        // It never grows, so it needs no memory when memory is short.
        List<PendingWrite<?>> batch = new ArrayList<>(MAX_BATCH);
        while (!stopped) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
            } catch (InterruptedException e) {
                continue; // only close ends this thread
            }
            try {
                process(batch);
            } catch (Error e) { // out of memory: fail every write that has no outcome yet
                for (PendingWrite<?> write : batch) {
                    write.fail(e);
                }
            }
            batch.clear();
        }
    }

    private void process(List<PendingWrite<?>> batch) {
        for (PendingWrite<?> write : batch) {
            stopped |= write.isStop();
        }
        batch.removeIf(write -> write.isStop() || !write.begin());
        if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    /** Commits a batch. Every write in it gets an outcome, whatever fails. */
    private void commit(List<PendingWrite<?>> batch) {
        Tx tx;
        try {
            tx = execute(batch);
        } catch (SQLException | RuntimeException | Error e) {
            connection.rollBack(SqlFailed.unwrap(e));
            failed(batch, unavailable(e)); // nothing was committed
            return;
        }
        try {
            tx.commit();
        } catch (RuntimeException | Error e) {
            connection.rollBack(SqlFailed.unwrap(e));
            settle(batch, tx, unavailable(e));
            return;
        }
        committed(batch, tx);
    }

    private Tx execute(List<PendingWrite<?>> batch) throws SQLException {
        Connection open = connection.get();
        Tx tx = new Tx(open);
        for (PendingWrite<?> write : batch) {
            doInSavepoint(write, tx, open);
        }
        commits++;
        mark.leave(tx.sql(), commits);
        probe.before(commits);
        return tx;
    }

    private void committed(List<PendingWrite<?>> batch, Tx tx) {
        outage.succeeded();
        lastCommit = System.nanoTime();
        long nanos = lastCommit - tx.began();
        stats = stats.plus(batch.size(), nanos);
        tell(() -> listener.committed(batch.size(), Duration.ofNanos(nanos)));
        healthy = true;
        tell(() -> probe.after(commits));
        tx.afterCommit().forEach(Writer::tell);
        batch.forEach(PendingWrite::succeed);
    }

    private void failed(List<PendingWrite<?>> batch, StoreUnavailable reason) {
        note(reason);
        tell(() -> listener.refused(batch.size()));
        batch.forEach(write -> write.fail(reason));
    }

    private void note(StoreUnavailable reason) {
        healthy = false;
        outage.failed(String.valueOf(reason.getMessage()));
    }

    /**
     * A failed commit may have been applied: the connection may have broken before the reply arrived. So the mark is
     * checked as soon as the database is back. Other writes fail meanwhile.
     */
    private void settle(List<PendingWrite<?>> batch, Tx tx, StoreUnavailable reason) {
        note(reason);
        while (true) {
            @Nullable Boolean applied = null;
            try {
                applied = mark.isLeftBy(new Sql(connection.get()), commits);
                connection.rollBack();
            } catch (SQLException | RuntimeException e) {
                connection.rollBack(SqlFailed.unwrap(e));
                note(unavailable(e));
            }
            if (applied != null && applied) {
                committed(batch, tx);
                return;
            }
            if (applied != null) {
                failed(batch, reason);
                return;
            }
            if (stopped) {
                OutcomeUnknown unknown = new OutcomeUnknown();
                batch.forEach(write -> write.fail(unknown));
                return;
            }
            failOthers(reason);
        }
    }

    /** Fails incoming writes until the next check. */
    private void failOthers(StoreUnavailable reason) {
        long until = System.nanoTime() + CHECK_INTERVAL.toNanos();
        while (!stopped && System.nanoTime() < until) {
            try {
                PendingWrite<?> next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next != null && next.isStop()) {
                    stopped = true;
                } else if (next != null && next.begin()) {
                    next.fail(reason);
                }
            } catch (InterruptedException e) {
                log.debug("Only close ends this thread");
            }
        }
    }

    /** Notifies a listener. A failing listener affects neither the commit nor other listeners. */
    public static void tell(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            log.error("A commit listener failed", e);
        }
    }

    private void doInSavepoint(PendingWrite<?> write, Tx tx, Connection open) throws SQLException {
        tx.beginWrite();
        Savepoint savepoint = open.setSavepoint();
        try {
            write.run(tx);
            open.releaseSavepoint(savepoint);
            return;
        } catch (SqlFailed e) {
            Fault fault = database.fault(e.failure());
            if (fault.reach() != Fault.Reach.STATEMENT) {
                throw e;
            }
            tell(() -> listener.refused(1));
            write.fail(new WriteRefused(fault.sentence(), e.failure()));
        } catch (OutOfMemoryError e) {
            throw e; // not caused by this write
        } catch (RuntimeException | Error failure) {
            write.fail(failure);
        }
        open.rollback(savepoint);
        tx.undoWrite();
    }

    private StoreUnavailable unavailable(Throwable failure) {
        return switch (SqlFailed.unwrap(failure)) {
            case StoreUnavailable known -> known;
            case SQLException e -> new StoreUnavailable(database.fault(e).sentence(), e);
            default -> new StoreUnavailable("The write failed: " + failure, failure);
        };
    }

    private static StoreUnavailable closed() {
        return new StoreUnavailable("The database is closed", null);
    }

    @Override
    public void close() {
        closing = true;
        queue.add(PendingWrite.stop());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        StoreUnavailable closed = closed();
        queue.forEach(write -> write.fail(closed)); // submitted after the writer had stopped
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}

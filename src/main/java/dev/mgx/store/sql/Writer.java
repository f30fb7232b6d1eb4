package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
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
 * (group commit). Where one of them fails they are done again, each in its own savepoint, so that it does not affect the
 * others.
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

    /** How long {@link #close} waits for a commit, counted from its beginning, before it breaks the connection. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** How long {@link #close} then waits for the thread. */
    private static final Duration BREAK_TIMEOUT = Duration.ofSeconds(1);

    private final Database database;
    private final WritingConnection connection;
    private final CommitMark mark;
    private final CommitProbe probe;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Duration timeout;
    private final WriteHealth health = new WriteHealth();
    private volatile boolean closing;
    private volatile CommitStats.Listener listener = CommitStats.Listener.NONE;
    private volatile CommitStats stats = CommitStats.NONE; // this and the next are written by the writer's thread only
    private volatile @Nullable Long busySince; // by System.nanoTime; null between batches
    private boolean stopped; // this and the next are confined to the writer's thread
    private long commits;

    /**
     * The work of a write. An unchecked exception rolls it back and is passed to the caller. It may be run twice, and what
     * the first run did to the database is then taken back.
     */
    @FunctionalInterface
    public interface Work<T> {
        T run(Tx tx);
    }

    /**
     * Starts it.
     *
     * @param connection owned by the writer from now on
     * @param timeout how long a caller that does not say otherwise waits for its turn, and again for the outcome
     */
    public Writer(
            Database database, WritingConnection connection, CommitMark mark, CommitProbe probe, Duration timeout) {
        this.database = database;
        this.connection = connection;
        this.mark = mark;
        this.probe = probe;
        this.timeout = timeout;
        thread = Thread.ofPlatform().name("mgx-writer").daemon().start(this::runUntilClosed);
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
        return pending.await(timeouts, timeout);
    }

    /**
     * Returns if the database accepts writes: it has lately and refused none since, or it accepts {@code trial} now.
     *
     * @param trial writes nothing, in each way that others write
     * @throws StoreUnavailable if it does not
     * @throws OutcomeUnknown if it does not answer in time
     */
    public void requireHealthy(Work<?> trial, Duration atMost) {
        @Nullable StoreUnavailable refusal = health.refusal();
        if (!health.isProven()) {
            write(trial, WriteTimeouts.within(atMost));
            health.allowed(refusal);
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
                busySince = System.nanoTime();
                process(batch);
            } catch (Error e) { // out of memory: fail every write that has no outcome yet
                for (PendingWrite<?> write : batch) {
                    write.fail(e);
                }
            }
            busySince = null;
            batch.clear();
        }
    }

    private void process(List<PendingWrite<?>> batch) {
        for (PendingWrite<?> write : batch) {
            stopped |= write.isStop();
        }
        batch.removeIf(PendingWrite::isStop);
        if (batch.isEmpty()) {
            return;
        }
        @Nullable StoreUnavailable unreachable = connect();
        batch.removeIf(write -> !write.begin());
        if (unreachable != null) {
            failed(batch, unreachable);
        } else if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    /** Opens the connection before the writes begin: until then their callers can take them back. */
    private @Nullable StoreUnavailable connect() {
        try {
            connection.awaitOpen(() -> closing);
            return null;
        } catch (SQLException | RuntimeException | Error e) {
            connection.rollBack(e);
            return unavailable(e);
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
        commits++;
        @Nullable Tx together = together(batch);
        Tx tx = together == null ? oneByOne(batch) : together;
        probe.before(commits);
        return tx;
    }

    /** Does all of them, as nearly always all can be done. Null if one of them fails; then nothing is done. */
    private @Nullable Tx together(List<PendingWrite<?>> batch) throws SQLException {
        Tx tx = begin(true);
        try {
            batch.forEach(write -> write.run(tx));
            tx.flush();
            return tx;
        } catch (SqlFailed e) {
            switch (database.fault(e.failure()).reach()) {
                case STATEMENT, RIGHTS -> log.trace("The database refuses one of the writes", e);
                case CONNECTION, BUSY, DATABASE -> throw e;
            }
        } catch (OutOfMemoryError e) {
            throw e; // not caused by a write
        } catch (RuntimeException | Error e) {
            log.trace("One of the writes fails", e);
        }
        connection.rollBack();
        return null;
    }

    /** Does them again, each in a savepoint of its own, so that those that fail do not affect the others. */
    private Tx oneByOne(List<PendingWrite<?>> batch) throws SQLException {
        Tx tx = begin(false);
        Connection open = connection.get();
        for (PendingWrite<?> write : batch) {
            write.runInSavepoint(tx, open, database).ifPresent(refusal -> refused(write, refusal));
        }
        return tx;
    }

    private Tx begin(boolean together) throws SQLException {
        Tx tx = new Tx(connection.statements(), together);
        // A write comes first: SQLite waits for its lock then, and not in a transaction that has only read so far,
        // which would fail where a reader has that lock for a moment to see whether the log is whole.
        mark.leave(tx.sql(), commits);
        return tx;
    }

    private void refused(PendingWrite<?> write, RuntimeException refusal) {
        if (refusal instanceof StoreUnavailable missing) { // a right or a table, whatever is written
            health.refused(missing);
        }
        tell(() -> listener.refused(1));
        write.fail(refusal);
    }

    private void committed(List<PendingWrite<?>> batch, Tx tx) {
        long now = System.nanoTime();
        long nanos = now - tx.began();
        stats = stats.plus(batch.size(), nanos);
        tell(() -> listener.committed(batch.size(), Duration.ofNanos(nanos)));
        health.committed(now);
        tell(() -> probe.after(commits));
        tx.afterCommit().forEach(Writer::tell);
        batch.forEach(PendingWrite::succeed);
    }

    private void failed(List<PendingWrite<?>> batch, StoreUnavailable reason) {
        health.failed(reason);
        tell(() -> listener.refused(batch.size()));
        batch.forEach(write -> write.fail(reason));
    }

    /**
     * A failed commit may have been applied: the connection may have broken before the reply arrived. So the mark is
     * checked as soon as the database is back. Other writes fail meanwhile.
     */
    private void settle(List<PendingWrite<?>> batch, Tx tx, StoreUnavailable reason) {
        health.failed(reason);
        while (true) {
            @Nullable Boolean applied = null;
            try {
                applied = mark.isLeftBy(new Sql(connection.get()), commits);
                connection.rollBack();
            } catch (SQLException | RuntimeException e) {
                connection.rollBack(SqlFailed.unwrap(e));
                health.failed(unavailable(e));
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

    /**
     * Takes no more writes, finishes those submitted before, and closes the connection. A commit that the database does
     * not answer is broken off, so that this takes a few seconds at most.
     */
    @Override
    public void close() {
        if (stop()) {
            connection.finish();
        }
    }

    /**
     * Takes no more writes and finishes those submitted before; the connection stays open until {@link #close}.
     *
     * @return whether the writer has ended
     */
    public boolean stop() {
        if (!closing) {
            closing = true;
            queue.add(PendingWrite.stop());
        }
        @Nullable Long since = busySince;
        Duration busy = Duration.ofNanos(since == null ? 0 : System.nanoTime() - since);
        if (!joined(CLOSE_TIMEOUT.minus(busy))) {
            log.warn("The database does not answer: what was being written is broken off");
            connection.abort();
            if (!joined(BREAK_TIMEOUT)) {
                log.warn("The database's writer has not ended");
            }
        }
        StoreUnavailable closed = closed();
        queue.forEach(write -> write.fail(closed)); // submitted after the writer had stopped
        return !thread.isAlive();
    }

    private boolean joined(Duration atMost) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + atMost.toNanos();
        while (thread.isAlive() && deadline - System.nanoTime() > 0) {
            try {
                thread.join(Duration.ofNanos(deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}

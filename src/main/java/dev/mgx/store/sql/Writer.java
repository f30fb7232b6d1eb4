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
 * The one thread that writes to the database. Everything that waits when it comes round goes into one
 * transaction and so shares one sync of the disk (group commit); each write stands in a savepoint of
 * its own, so that one that is refused takes no other with it.
 *
 * <p>Where a commit fails, it looks whether it was made before it says anything: nobody is told that a write
 * failed which was recorded, and nobody writes it twice.
 *
 * <p>Thread-safe. It lives until {@link #close}, which lets what was handed in before finish.
 */
public final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    /** How many writes share a commit at most: enough for every producer here, few enough to stay quick. */
    private static final int MAX_BATCH = 256;

    /** How long until it looks again for a database that is away. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

    /** For how long a commit says that the database takes writes. */
    private static final Duration SAYS_HEALTHY = Duration.ofSeconds(10);

    private static final WriteTimeouts TRIAL = new WriteTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Database database;
    private final WritingConnection connection;
    private final CommitMark mark;
    private final CommitProbe probe;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean healthy = true;
    private volatile CommitStats stats = CommitStats.NONE; // written by its own thread alone
    private volatile long lastCommit = System.nanoTime();
    private boolean stopped; // this and what follows is the thread's own
    private long commits;
    private @Nullable String trouble;

    /** What a write does to the database; a refusal is an unchecked exception, and leaves nothing behind. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Tx tx);
    }

    /** @param connection is the writer's from now on */
    public Writer(Database database, WritingConnection connection, CommitMark mark, CommitProbe probe) {
        this.database = database;
        this.connection = connection;
        this.mark = mark;
        this.probe = probe;
        thread = Thread.ofPlatform().name("mgx-writer").start(this::runUntilClosed);
    }

    /**
     * Does {@code work} in a transaction and returns once it is durable.
     *
     * @throws StoreUnavailable when the database did not take it; nothing of it is left
     * @throws WriteRefused when the database takes it at no time; nothing of it is left
     * @throws OutcomeUnknown when it is not known in time whether it was recorded
     */
    public <T> T write(Work<T> work, WriteTimeouts patience) {
        PendingWrite<T> pending = new PendingWrite<>(work);
        if (closing) {
            throw closed();
        }
        queue.add(pending);
        // The writer may have ended, and the queue been emptied, between the two lines above.
        if (!thread.isAlive()) {
            pending.fail(closed());
        }
        return pending.await(patience);
    }

    /**
     * Returns when the database has taken a write a moment ago or takes one now.
     *
     * @throws StoreUnavailable when it does not
     * @throws OutcomeUnknown when it does not say
     */
    public void requireHealthy() {
        boolean lately = System.nanoTime() - lastCommit < SAYS_HEALTHY.toNanos();
        if (!healthy || !lately) {
            write(tx -> true, TRIAL); // the mark is what is written
        }
    }

    public CommitStats stats() {
        return stats;
    }

    private void runUntilClosed() {
        List<PendingWrite<?>> batch = new ArrayList<>(MAX_BATCH); // it never grows, so that it needs no memory later
        while (!stopped) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
            } catch (InterruptedException e) {
                continue; // only close ends this thread
            }
            try {
                turn(batch);
            } catch (Error e) { // memory is used up: whoever was not told of the outcome is told of that
                for (PendingWrite<?> write : batch) {
                    write.fail(e);
                }
            }
            batch.clear();
        }
    }

    private void turn(List<PendingWrite<?>> batch) {
        for (PendingWrite<?> write : batch) {
            stopped |= write.isStop();
        }
        batch.removeIf(write -> write.isStop() || !write.begin());
        if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    /** Whatever comes, everybody in the batch is told, and the next one has its turn. */
    private void commit(List<PendingWrite<?>> batch) {
        Tx tx;
        try {
            tx = done(batch);
        } catch (SQLException | RuntimeException | Error e) {
            connection.rollBack(SqlFailed.unwrap(e));
            failed(batch, unavailable(e)); // COMMIT was not said: nothing is left of it
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

    private Tx done(List<PendingWrite<?>> batch) throws SQLException {
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
        if (trouble != null) {
            log.info("The database takes writes again");
            trouble = null;
        }
        lastCommit = System.nanoTime();
        stats = stats.plus(batch.size(), lastCommit - tx.began());
        healthy = true;
        tell(() -> probe.after(commits));
        tx.afterCommit().forEach(Writer::tell);
        batch.forEach(PendingWrite::succeed);
    }

    private void failed(List<PendingWrite<?>> batch, StoreUnavailable reason) {
        note(reason);
        batch.forEach(write -> write.fail(reason));
    }

    private void note(StoreUnavailable reason) {
        healthy = false;
        if (!String.valueOf(reason.getMessage()).equals(trouble)) { // it is tried again and again, and said once
            trouble = reason.getMessage();
            log.warn("{}", trouble);
        }
    }

    /**
     * A commit that failed may have been made all the same: the connection may have broken with the answer. So the mark is
     * looked up, as soon as the database is back. Others are refused meanwhile.
     */
    private void settle(List<PendingWrite<?>> batch, Tx tx, StoreUnavailable reason) {
        note(reason);
        while (true) {
            @Nullable Boolean made = null;
            try {
                made = mark.isLeftBy(new Sql(connection.get()), commits);
                connection.rollBack();
            } catch (SQLException | RuntimeException e) {
                connection.rollBack(SqlFailed.unwrap(e));
                note(unavailable(e));
            }
            if (made != null && made) {
                committed(batch, tx);
                return;
            }
            if (made != null) {
                failed(batch, reason);
                return;
            }
            if (stopped) {
                OutcomeUnknown unknown = new OutcomeUnknown();
                batch.forEach(write -> write.fail(unknown));
                return;
            }
            refuseOthers(reason);
        }
    }

    /** Refuses what comes until it is time to look again. */
    private void refuseOthers(StoreUnavailable reason) {
        long until = System.nanoTime() + LOOK_INTERVAL.toNanos();
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

    /** What is told of a commit cannot undo it, nor keep others from being told. */
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
            write.fail(new WriteRefused(fault.sentence(), e.failure()));
        } catch (OutOfMemoryError e) {
            throw e; // that is nothing against this write
        } catch (RuntimeException | Error refusal) {
            write.fail(refusal);
        }
        open.rollback(savepoint);
        tx.undoWrite();
    }

    private StoreUnavailable unavailable(Throwable failure) {
        return switch (SqlFailed.unwrap(failure)) {
            case StoreUnavailable known -> known;
            case SQLException e -> new StoreUnavailable(database.fault(e).sentence(), e);
            default -> new StoreUnavailable("Nothing could be recorded: " + failure, failure);
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
        queue.forEach(write -> write.fail(closed)); // they came after the last one it took
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}

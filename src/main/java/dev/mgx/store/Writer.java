package dev.mgx.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the database. Everything that waits when it comes round goes into one
 * transaction and so shares one sync of the disk (group commit); each write stands in a savepoint of
 * its own, so that one that is refused takes no other with it.
 *
 * <p>Thread-safe. It lives until {@link #close}, which lets what was handed in before finish.
 */
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    /** How many writes share a commit at most: enough for every producer here, few enough to stay quick. */
    private static final int MAX_BATCH = 256;

    private final Connector connector;
    private final CommitProbe probe;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean healthy = true;
    private volatile CommitStats stats = CommitStats.NONE; // written by its own thread alone
    private @Nullable Connection connection; // its own thread's, once that has started; null: to be opened
    private long commits;

    /** What a write does to the database; a refusal is an unchecked exception, and leaves nothing behind. */
    @FunctionalInterface
    interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    /** Opens a connection that writes, and commits only when told. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    /** @throws SQLException when the database cannot be opened */
    Writer(Connector connector, CommitProbe probe) throws SQLException {
        this.connector = connector;
        this.probe = probe;
        connection = connector.open();
        thread = Thread.ofPlatform().name("mgx-writer").start(this::runUntilClosed);
    }

    /**
     * Does {@code work} in a transaction and returns once it is durable.
     *
     * @param patience how long the write may wait for its turn; once it has begun it is waited for
     * @throws StoreUnavailable when the database did not take it; nothing of it is left
     * @throws WriteRefused when the database takes it at no time; nothing of it is left
     */
    <T> T write(Work<T> work, Duration patience) {
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

    /** Whether the last commit went through. */
    boolean healthy() {
        return healthy && thread.isAlive();
    }

    CommitStats stats() {
        return stats;
    }

    private void runUntilClosed() {
        List<PendingWrite<?>> batch = new ArrayList<>();
        PendingWrite<?> stop = null;
        while (stop == null) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
            } catch (InterruptedException e) {
                continue; // only close ends this thread
            }
            stop = batch.stream().filter(PendingWrite::isStop).findFirst().orElse(null);
            batch.removeIf(write -> write.isStop() || !write.begin());
            commit(batch);
            batch.clear();
        }
    }

    private void commit(List<PendingWrite<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<Runnable> afterCommit;
        long began = System.nanoTime();
        try {
            Connection open = connection();
            Tx tx = new Tx(open);
            for (PendingWrite<?> write : batch) {
                doInSavepoint(write, tx, open);
            }
            commits++;
            probe.before(commits);
            open.commit();
            healthy = true;
            stats = stats.plus(batch.size(), System.nanoTime() - began);
            afterCommit = tx.afterCommit();
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever it is: nothing is left of the batch, everybody in it is told, and the next one has its turn.
            healthy = false;
            rollBack();
            StoreUnavailable failure = new StoreUnavailable(sentence(e), e);
            log.warn("{}", failure.getMessage());
            batch.forEach(write -> write.fail(failure));
            return;
        }
        tell(() -> probe.after(commits));
        afterCommit.forEach(Writer::tell);
        batch.forEach(PendingWrite::succeed);
    }

    /** What is told of a commit cannot undo it, nor keep others from being told. */
    static void tell(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            log.error("Somebody who was told of a commit stumbled", e);
        }
    }

    private static void doInSavepoint(PendingWrite<?> write, Tx tx, Connection connection) throws SQLException {
        int actions = tx.afterCommit().size();
        Savepoint savepoint = connection.setSavepoint();
        try {
            write.run(tx);
            connection.releaseSavepoint(savepoint);
            return;
        } catch (SQLException e) {
            if (!concernsThisWriteAlone(e)) {
                throw e;
            }
            write.fail(new WriteRefused(String.valueOf(e.getMessage()), e));
        } catch (RuntimeException | Error refusal) {
            write.fail(refusal);
        }
        connection.rollback(savepoint);
        tx.afterCommit().subList(actions, tx.afterCommit().size()).clear();
    }

    /** Whether the others in the batch are none the worse: a wrong statement, too big, a constraint, a wrong type. */
    private static boolean concernsThisWriteAlone(SQLException e) {
        return switch (e.getErrorCode() & 0xff) {
            case 1, 18, 19, 20, 25 -> true;
            default -> false;
        };
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connector.open();
            connection = open;
        }
        return open;
    }

    /**
     * SQLite has rolled back by itself where the disk was full. The driver has then no transaction open and
     * does not know it: each savepoint would commit by itself and be told of as failed. So a connection that cannot be
     * rolled back is not used again.
     */
    private void rollBack() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            log.debug("The connection is given up: {}", e.getMessage());
            connection = null;
            close(open);
        }
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            log.warn("The database did not close cleanly: {}", e.getMessage());
        }
    }

    private static String sentence(Throwable failure) {
        if (!(failure instanceof SQLException e)) {
            return "Nothing could be recorded: " + failure;
        }
        return switch (e.getErrorCode() & 0xff) {
            case 13 -> "The disk is full: nothing can be recorded until there is space";
            case 8 -> "The database is read-only: nothing can be recorded until it can be written";
            case 5, 6 -> "The database is locked by another process: nothing can be recorded until it lets go";
            case 10 -> "The disk does not take writes (" + e.getMessage() + ")";
            default -> "The database refused a write: " + e.getMessage();
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
        Connection open = connection;
        if (open != null) {
            close(open);
        }
    }
}

package dev.mgx.store.task;

import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows that deleted tasks have left, a piece at a time, so that the writes of others get through between the
 * pieces. A task is deleted, for everybody, once its own row is gone and its id stands among the deleted ones; the id
 * stays there until the last of its rows is removed, so that a later start goes on with it. One thread; a signal is a
 * hint.
 */
public final class TaskPurge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskPurge.class);

    /** How long a piece is to take: it is what a write of somebody else waits longer for it. */
    private static final Duration PIECE_TIME = Duration.ofMillis(20);

    /** How many rows a piece has at first, at least and at most; in between, as many as fit into its time. */
    private static final int FIRST_ROWS = 64;

    private static final int MIN_ROWS = 1;
    private static final int MAX_ROWS = 2_000;

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    /** What removes some of the rows of a task from each table; parameters: the task, the task, how many. */
    private static final List<String> REMOVALS = List.of(
            "DELETE FROM event WHERE task_id = ? AND seq <= (SELECT MAX(seq) FROM"
                    + " (SELECT seq FROM event WHERE task_id = ? ORDER BY seq LIMIT ?) AS piece)",
            removal("artifact_version", "path, version"),
            removal("step", "run, name"),
            removal("manifest", "run, path"),
            removal("inbox", "seq"));

    private final Writer writer;
    private final Readers readers;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private int rows = FIRST_ROWS; // the thread's own

    public TaskPurge(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
        thread = Thread.ofPlatform().name("mgx-purge").daemon().start(this::runUntilClosed);
    }

    private static String removal(String table, String key) {
        return "DELETE FROM %s WHERE task_id = ? AND (%s) IN (SELECT %s FROM %s WHERE task_id = ? LIMIT ?)"
                .formatted(table, key, key, table);
    }

    /** Makes a task be gone, in the transaction that this is part of; its rows are removed after the commit. */
    public boolean delete(Tx tx, String taskId, long nowMillis) {
        if (tx.sql().update("DELETE FROM task WHERE id = ?", taskId) == 0) {
            return false;
        }
        tx.sql().update("INSERT INTO deleted_task (task_id, deleted_at) VALUES (?, ?)", taskId, nowMillis);
        tx.afterCommit(signals::release);
        return true;
    }

    /** Whether rows of a deleted task of this id are still there, which would be a new one's. */
    static boolean isLeft(Sql sql, String taskId) {
        return sql.number("SELECT COUNT(*) FROM deleted_task WHERE task_id = ?", taskId) > 0;
    }

    private void runUntilClosed() {
        while (!closing) {
            try {
                purge();
                signals.acquire();
                signals.drainPermits();
            } catch (InterruptedException e) {
                log.trace("Only close ends this thread");
            }
        }
    }

    private void purge() throws InterruptedException {
        try {
            while (!closing && removePiece()) {
                log.trace("A piece was removed");
            }
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.debug("Deleted tasks are removed later: {}", e.getMessage());
            tryAgainLater();
        } catch (RuntimeException | Error e) { // whatever it is, it is tried again
            log.error("The rows of a deleted task could not be removed", e);
            tryAgainLater();
        }
    }

    private void tryAgainLater() throws InterruptedException {
        boolean signalled = signals.tryAcquire(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Trying again, signalled: {}", signalled);
        signals.release();
    }

    /** Whether there was anything to remove. */
    private boolean removePiece() {
        Optional<String> next = readers.read(sql -> sql.first(
                row -> row.getString(1), "SELECT task_id FROM deleted_task ORDER BY deleted_at, task_id LIMIT 1"));
        if (next.isEmpty()) {
            return false;
        }
        long took = writer.write(tx -> removePiece(tx.sql(), next.get(), rows), WriteTimeouts.LIMITED);
        if (took > PIECE_TIME.toNanos()) {
            rows = Math.max(MIN_ROWS, rows / 2);
        } else if (took < PIECE_TIME.toNanos() / 4) {
            rows = Math.min(MAX_ROWS, rows * 2);
        }
        return true;
    }

    /** Removes at most {@code limit} rows, and the task's id where there are none left; answers how long it took. */
    private static long removePiece(Sql sql, String taskId, int limit) {
        long began = System.nanoTime();
        int removed = 0;
        for (String removal : REMOVALS) {
            if (removed < limit) {
                removed += sql.update(removal, taskId, taskId, limit - removed);
            }
        }
        if (removed < limit) {
            sql.update("DELETE FROM deleted_task WHERE task_id = ?", taskId);
        }
        return System.nanoTime() - began;
    }

    /** Has no further piece begin. What is left is removed after the next start. */
    public void stop() {
        closing = true;
        thread.interrupt();
    }

    /** Stops it and returns when its thread has ended. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

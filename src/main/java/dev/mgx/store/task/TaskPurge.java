package dev.mgx.store.task;

import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Space;
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
 * Removes the remaining rows of deleted tasks in small batches, so that other writes proceed in between. A task counts
 * as deleted once its own row is gone and its ID is in {@code deleted_task}; the ID stays there until the last row is
 * removed, so that the purge continues after a restart. Has one thread; signals are hints.
 */
public final class TaskPurge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskPurge.class);

    /** The target duration of a batch, which delays other writes by as much. */
    private static final Duration PIECE_TIME = Duration.ofMillis(20);

    /** The initial, minimum and maximum rows of a batch; adapted to the target duration. */
    private static final int FIRST_ROWS = 64;

    private static final int MIN_ROWS = 1;
    private static final int MAX_ROWS = 2_000;

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    /** The statements that remove some rows of a task from each table; parameters: task, task, row limit. */
    private static final List<String> REMOVALS = List.of(
            "DELETE FROM event WHERE task_id = ? AND seq <= (SELECT MAX(seq) FROM"
                    + " (SELECT seq FROM event WHERE task_id = ? ORDER BY seq LIMIT ?) AS piece)",
            removal("artifact_version", "path, version"),
            removal("step", "run, name"),
            removal("manifest", "run, path"),
            removal("binary_file", "run, path"),
            removal("binary_content", "hash, piece"),
            removal("source", "task_id"),
            removal("inbox", "seq"),
            removal("task_metadata", "name"),
            removal("kept_answer", "operation, key"),
            removal("feed", "position"));

    private final Writer writer;
    private final Readers readers;
    private final Space space;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private int rows = FIRST_ROWS; // this and the next are confined to the purge thread
    private int pages = FIRST_ROWS;

    /** @param space what the removed rows have left, which is given back to the disk in small batches too */
    public TaskPurge(Writer writer, Readers readers, Space space) {
        this.writer = writer;
        this.readers = readers;
        this.space = space;
        thread = Thread.ofPlatform().name("mgx-purge").daemon().start(this::runUntilClosed);
    }

    private static String removal(String table, String key) {
        return "DELETE FROM %s WHERE task_id = ? AND (%s) IN (SELECT %s FROM %s WHERE task_id = ? LIMIT ?)"
                .formatted(table, key, key, table);
    }

    /** Deletes a task within this transaction; its other rows are removed after the commit. */
    public boolean delete(Tx tx, String taskId, long nowMillis) {
        if (tx.sql().update("DELETE FROM task WHERE id = ?", taskId) == 0) {
            return false;
        }
        tx.sql().update("INSERT INTO deleted_task (task_id, deleted_at) VALUES (?, ?)", taskId, nowMillis);
        tx.afterCommit(signals::release);
        return true;
    }

    /** The same for a task that is neither queued nor running and that nothing has happened to since a time. */
    public boolean deleteIdle(Tx tx, String taskId, long sinceMillis, long nowMillis) {
        return tx.sql()
                                .number(
                                        "SELECT COUNT(*) FROM task WHERE id = ? AND queue_ticket IS NULL"
                                                + " AND status <> 'RUNNING' AND updated_at < ?",
                                        taskId,
                                        sinceMillis)
                        > 0
                && delete(tx, taskId, nowMillis);
    }

    /** Whether rows of a deleted task with this ID still exist; a new task would inherit them. */
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
            while (!closing && (removePiece() || giveBackPiece())) {
                log.trace("A batch was removed");
            }
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.debug("The purge of deleted tasks is postponed: {}", e.getMessage());
            tryAgainLater();
        } catch (RuntimeException | Error e) { // retried whatever the reason
            log.error("The rows of a deleted task could not be removed", e);
            tryAgainLater();
        }
    }

    private void tryAgainLater() throws InterruptedException {
        boolean signalled = signals.tryAcquire(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.trace("Trying again, signalled: {}", signalled);
        signals.release();
    }

    /** Removes one batch; false if there was nothing to remove. */
    private boolean removePiece() {
        Optional<String> next = readers.read(sql -> sql.first(
                row -> row.getString(1), "SELECT task_id FROM deleted_task ORDER BY deleted_at, task_id LIMIT 1"));
        if (next.isEmpty()) {
            return false;
        }
        long took = writer.write(tx -> removePiece(tx.sql(), next.get(), rows), WriteTimeouts.LIMITED);
        rows = adapted(rows, took);
        return true;
    }

    /** Gives some space back; false if there was none. */
    private boolean giveBackPiece() {
        if (readers.read(space::unused) == 0) {
            return false;
        }
        long took = writer.write(
                tx -> {
                    long began = System.nanoTime();
                    space.giveBack(tx.sql(), pages);
                    return System.nanoTime() - began;
                },
                WriteTimeouts.LIMITED);
        pages = adapted(pages, took);
        return true;
    }

    private static int adapted(int size, long nanos) {
        if (nanos > PIECE_TIME.toNanos()) {
            return Math.max(MIN_ROWS, size / 2);
        }
        return nanos < PIECE_TIME.toNanos() / 4 ? Math.min(MAX_ROWS, size * 2) : size;
    }

    /** Removes at most {@code limit} rows, and the task's ID if none are left; returns how long it took. */
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

    /** Starts no further batch. The rest is removed after the next start. */
    public void stop() {
        closing = true;
        thread.interrupt();
    }

    /** Stops the purge and waits for its thread. */
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

package dev.mgx.store;

import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the database can be read and written. However many ask, one look is under way at a time and all get
 * what comes of it, so that everybody has an answer in less than two seconds, whatever the database does. Thread-safe.
 */
final class StoreHealth implements AutoCloseable {
    /** How long a look takes at most. */
    private static final Duration LOOK_TIMEOUT = Duration.ofMillis(1_300);

    /** How long somebody waits for a look at most, counted from its beginning. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(1_500);

    /** A look that takes longer is slow: its answer serves those who waited for their turn meanwhile. */
    private static final Duration SLOW = Duration.ofMillis(500);

    private static final Duration SLOW_ANSWER_KEPT = Duration.ofMillis(500);

    private static final String SILENT = "The database does not answer";

    /**
     * Every kind of write, none of which changes a row. The mark of a commit is written by the transaction itself, and
     * the search index with a task.
     */
    private static final List<String> TRIAL = List.of(
            "INSERT INTO task (id, input_prompt, options, status, state, created_at, updated_at, request)"
                    + " SELECT '', '', '', '', '', 0, 0, '' WHERE 1 = 0",
            "UPDATE task SET epoch = epoch WHERE id = ''",
            "DELETE FROM task WHERE id = ''",
            "INSERT INTO event (task_id, seq, type, body) SELECT '', 0, '', '' WHERE 1 = 0",
            "INSERT INTO step (task_id, run, name, tries) SELECT '', 0, '', 0 WHERE 1 = 0",
            "UPDATE step SET tries = tries WHERE task_id = ''",
            "INSERT INTO artifact_version (task_id, path, version, artifact_id, agent_role, created_at, content,"
                    + " content_length) SELECT '', '', 0, '', '', 0, '', 0 WHERE 1 = 0",
            "INSERT INTO manifest (task_id, run, path, version) SELECT '', 0, '', 0 WHERE 1 = 0",
            "UPDATE manifest SET version = version WHERE task_id = ''",
            "DELETE FROM manifest WHERE task_id = ''",
            "INSERT INTO binary_file (task_id, run, path, hash) SELECT '', 0, '', '' WHERE 1 = 0",
            "DELETE FROM binary_file WHERE task_id = ''",
            "INSERT INTO binary_content (task_id, hash, piece, content) SELECT '', '', 0, content FROM binary_content"
                    + " WHERE 1 = 0",
            "DELETE FROM binary_content WHERE task_id = ''",
            "UPDATE binary_file SET run = run WHERE task_id = ''",
            "INSERT INTO source (task_id, files, bytes, left_out, received_at) SELECT '', 0, 0, '', 0 WHERE 1 = 0",
            "DELETE FROM source WHERE task_id = ''",
            "INSERT INTO inbox (task_id, seq, channel, body, sent_at) SELECT '', 0, '', '', 0 WHERE 1 = 0",
            "DELETE FROM inbox WHERE task_id = ''",
            "INSERT INTO task_metadata (task_id, name, value) SELECT '', '', '' WHERE 1 = 0",
            "DELETE FROM task_metadata WHERE task_id = ''",
            "INSERT INTO kept_answer (operation, key, body_hash, task_id, kept_at) SELECT '', '', '', '', 0 WHERE 1 = 0",
            "UPDATE kept_answer SET answer = answer WHERE operation = ''",
            "DELETE FROM kept_answer WHERE operation = ''",
            "INSERT INTO feed (position, task_id, change, body, recorded_at) SELECT 0, '', '', '', 0 WHERE 1 = 0",
            "DELETE FROM feed WHERE position < 0",
            "INSERT INTO feed_end (id, position) SELECT 1, 1 WHERE 1 = 0",
            "UPDATE feed_end SET position = position");

    private final Readers reader;
    private final Writer writer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("mgx-look").daemon().factory());
    private @Nullable FutureTask<Health> latest; // this and the next are guarded by this
    private long begun;
    private volatile long keptUntil = System.nanoTime(); // the answer of the latest look

    /** @param reader apart from those of everybody else; closed with this */
    StoreHealth(Readers reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Blocks for less than two seconds. */
    Health now() {
        FutureTask<Health> look;
        long deadline;
        synchronized (this) {
            if (latest == null || (latest.isDone() && System.nanoTime() - keptUntil >= 0)) {
                latest = begin();
                begun = System.nanoTime();
            }
            look = latest;
            deadline = begun + ANSWER_TIMEOUT.toNanos();
        }
        try {
            return look.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Health.not(SILENT);
        } catch (ExecutionException e) {
            return Health.not("The database cannot be examined: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.not("The examination of the database was interrupted");
        }
    }

    private FutureTask<Health> begin() {
        FutureTask<Health> look = new FutureTask<>(this::look);
        try {
            thread.execute(look);
        } catch (RejectedExecutionException e) {
            return done(Health.not("The database is closed"));
        }
        return look;
    }

    private static FutureTask<Health> done(Health health) {
        FutureTask<Health> done = new FutureTask<>(() -> health);
        done.run();
        return done;
    }

    private Health look() {
        long started = System.nanoTime();
        Health health = lookUntil(started + LOOK_TIMEOUT.toNanos());
        long now = System.nanoTime();
        keptUntil = now - started > SLOW.toNanos() ? now + SLOW_ANSWER_KEPT.toNanos() : now;
        return health;
    }

    private Health lookUntil(long deadline) {
        try {
            reader.read(sql -> sql.number("SELECT 1"), LOOK_TIMEOUT);
            writer.requireHealthy(StoreHealth::tryWrites, Duration.ofNanos(deadline - System.nanoTime()));
            return Health.GOOD;
        } catch (StoreUnavailable e) {
            return Health.not(String.valueOf(e.getMessage()));
        } catch (OutcomeUnknown e) {
            return Health.not(SILENT);
        }
    }

    private static boolean tryWrites(Tx tx) {
        Sql sql = tx.sql();
        TRIAL.forEach(statement -> sql.update(statement));
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        reader.close();
    }
}

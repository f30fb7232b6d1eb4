package dev.mgx.store.source;

import dev.mgx.json.Json;
import dev.mgx.store.journal.BinaryFiles;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.TaskOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The existing projects that tasks change. They are written in pieces, so that other writes proceed in between; nobody sees
 * one before it is complete. Thread-safe; every call blocks on the database.
 */
public final class TaskSources {
    /** The number under which the files of an existing project are kept, as if a run before the first one had written them. */
    public static final int RUN = 0;

    /** Where files that are no text wait until all have come. */
    private static final int WAITING_RUN = -2;

    /** What is written at a time, which delays other writes by some tens of milliseconds. */
    private static final int PIECE_FILES = 200;

    private static final int PIECE_BYTES = 1024 * 1024;

    /** The rows of a source that never became complete, or is replaced; parameters: task, task, row limit. */
    private static final List<String> REMOVALS = List.of(
            removal("manifest", "run, path"),
            removal("artifact_version", "path, version"),
            removal("binary_file", "run, path"),
            removal("binary_content", "hash, piece"));

    private static final int STRIPES = 64;

    private final Writer writer;
    private final Readers readers;
    private final Clock clock;
    private final Object[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toArray();

    public TaskSources(Writer writer, Readers readers, Clock clock) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    private static String removal(String table, String key) {
        return "DELETE FROM %s WHERE task_id = ? AND (%s) IN (SELECT %s FROM %s WHERE task_id = ? LIMIT ?)"
                .formatted(table, key, key, table);
    }

    /** What is known about a task's existing project; empty if it has none. */
    public Optional<TaskSource> find(String taskId) {
        return readers.read(sql -> sql.first(
                row -> source(taskId, row),
                "SELECT commit_id, files, bytes, left_out, received_at FROM source"
                        + " WHERE EXISTS (SELECT 1 FROM task WHERE id = ?) AND task_id = ?",
                taskId,
                taskId));
    }

    private static TaskSource source(String taskId, Row row) {
        return new TaskSource(
                taskId,
                row.getStringOrNull("commit_id"),
                row.getInt("files"),
                row.getLong("bytes"),
                List.of(Json.read(row.getString("left_out"), String[].class)),
                Instant.ofEpochMilli(row.getLong("received_at")));
    }

    /** Whether a task is to change an existing project that has not come. */
    public static boolean isMissing(Sql sql, String taskId) {
        return sql.number("SELECT COUNT(*) FROM source WHERE task_id = ?", taskId) == 0
                && Tasks.readableOptions(sql, taskId)
                        .filter(TaskOptions::hasSource)
                        .isPresent();
    }

    /** Whether the project of a task that has never run may be written now; empty if it may. */
    public Optional<SourceStored> refusal(String taskId) {
        return readers.read(sql -> refusal(sql, taskId));
    }

    private static Optional<SourceStored> refusal(Sql sql, String taskId) {
        Optional<TaskOptions> options = Tasks.readableOptions(sql, taskId);
        if (options.isEmpty()) {
            return Optional.of(new SourceStored.UnknownTask());
        }
        if (!options.get().hasSource()) {
            return Optional.of(new SourceStored.NotWanted());
        }
        boolean isNew =
                sql.number("SELECT COUNT(*) FROM task WHERE id = ? AND last_seq = 0 AND queue_ticket IS NULL", taskId)
                        > 0;
        return isNew ? Optional.empty() : Optional.of(new SourceStored.TooLate());
    }

    /**
     * Puts these files in the place of those that the task had.
     *
     * @param commit the commit they were taken from, if that is known
     * @param leftOut what was not taken and why, a sentence each
     * @param files read a few at a time; each path once
     */
    public SourceStored replace(
            String taskId, @Nullable String commit, List<String> leftOut, Iterator<? extends SourceFile> files) {
        synchronized (stripes[Math.floorMod(taskId.hashCode(), STRIPES)]) {
            Optional<SourceStored> refused = remove(taskId);
            int count = 0;
            long bytes = 0;
            while (refused.isEmpty() && files.hasNext()) {
                List<SourceFile> piece = piece(files);
                refused = write(taskId, sql -> add(sql, taskId, piece));
                count += piece.size();
                bytes += piece.stream().mapToLong(SourceFile::bytes).sum();
            }
            if (refused.isPresent()) {
                return refused.get();
            }
            Instant now = Instant.ofEpochMilli(clock.millis());
            TaskSource source = new TaskSource(taskId, commit, count, bytes, leftOut, now);
            return write(taskId, sql -> complete(sql, source)).orElse(new SourceStored.Kept(source));
        }
    }

    /** Work on a task that has never run. */
    @FunctionalInterface
    private interface Work {
        void run(Sql sql);
    }

    /** Does {@code work}, unless the task has been started or deleted meanwhile. */
    private Optional<SourceStored> write(String taskId, Work work) {
        return writer.write(
                tx -> {
                    Optional<SourceStored> refused = refusal(tx.sql(), taskId);
                    if (refused.isEmpty()) {
                        work.run(tx.sql());
                    }
                    return refused;
                },
                WriteTimeouts.LIMITED);
    }

    /** Removes what the task has of a project, the row that makes it complete first. */
    private Optional<SourceStored> remove(String taskId) {
        int[] removed = {1};
        Optional<SourceStored> refused = Optional.empty();
        while (refused.isEmpty() && removed[0] > 0) {
            refused = write(taskId, sql -> {
                sql.update("DELETE FROM source WHERE task_id = ?", taskId);
                removed[0] = 0;
                for (String removal : REMOVALS) {
                    removed[0] += sql.update(removal, taskId, taskId, PIECE_FILES);
                }
            });
        }
        return refused;
    }

    private static List<SourceFile> piece(Iterator<? extends SourceFile> files) {
        List<SourceFile> piece = new ArrayList<>();
        long bytes = 0;
        while (files.hasNext() && piece.size() < PIECE_FILES && bytes < PIECE_BYTES) {
            SourceFile file = files.next();
            bytes += file.bytes();
            piece.add(file);
        }
        return piece;
    }

    private void add(Sql sql, String taskId, List<SourceFile> piece) {
        long now = clock.millis();
        for (SourceFile file : piece) {
            switch (file) {
                case SourceFile.Text(String path, String content, int bytes) ->
                    sql.update(
                            "INSERT INTO artifact_version (task_id, path, version, artifact_id, agent_role, created_at,"
                                    + " content, content_length) VALUES (?, ?, 1, ?, '', ?, ?, ?)",
                            taskId,
                            path,
                            taskId + "/source/" + path,
                            now,
                            content,
                            bytes);
                case SourceFile.Binary(String path, byte[] content) ->
                    new BinaryFiles(sql, taskId).save(WAITING_RUN, path, content);
            }
        }
    }

    private static void complete(Sql sql, TaskSource source) {
        String id = source.taskId();
        sql.update(
                "INSERT INTO manifest (task_id, run, path, version)"
                        + " SELECT task_id, CAST(? AS INTEGER), path, version FROM artifact_version WHERE task_id = ?",
                RUN,
                id);
        sql.update("UPDATE binary_file SET run = ? WHERE task_id = ? AND run = ?", RUN, id, WAITING_RUN);
        sql.update(
                "INSERT INTO source (task_id, commit_id, files, bytes, left_out, received_at) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                source.commit(),
                source.files(),
                source.bytes(),
                Json.write(source.leftOut()),
                source.receivedAt().toEpochMilli());
        sql.update(
                "UPDATE task SET updated_at = ? WHERE id = ?",
                source.receivedAt().toEpochMilli(),
                id);
    }
}

package dev.mgx.store.journal;

import dev.mgx.json.Json;
import dev.mgx.store.sql.Sql;
import dev.mgx.task.EventDraft;
import dev.mgx.task.VisualType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what goes with a run's events into its tables, in one transaction, and tells the events what only the
 * tables know.
 */
public final class Changes {
    private final Sql sql;
    private final String taskId;
    private final Instant now;
    private final Map<String, Saved> saved = new HashMap<>();

    public Changes(Sql sql, String taskId, Instant now) {
        this.sql = sql;
        this.taskId = taskId;
        this.now = now;
    }

    /**
     * What became of a file.
     *
     * @param oldVersion the one that the run had before, or null
     */
    private record Saved(String artifactId, @Nullable Integer oldVersion, int version) {}

    public void apply(Change change) {
        switch (change) {
            case Change.StepBegun(int run, String name) ->
                sql.update(
                        "INSERT INTO step (task_id, run, name, tries) VALUES (?, ?, ?, 1)"
                                + " ON CONFLICT (task_id, run, name) DO UPDATE SET tries = step.tries + 1",
                        taskId,
                        run,
                        name);
            case Change.StepFinished(int run, String name, String resultJson) -> {
                sql.update(
                        "UPDATE step SET result = ? WHERE task_id = ? AND run = ? AND name = ? AND result IS NULL",
                        resultJson,
                        taskId,
                        run,
                        name);
                sql.update("UPDATE task SET takeovers = 0 WHERE id = ?", taskId);
            }
            case Change.FileSaved file -> {
                save(file);
                new BinaryFiles(sql, taskId).remove(file.run(), file.draft().path());
            }
            case Change.BinarySaved(int run, String path, byte[] content) -> {
                removeText(run, path);
                new BinaryFiles(sql, taskId).save(run, path, content);
            }
            case Change.FileRemoved(int run, String path) -> {
                removeText(run, path);
                new BinaryFiles(sql, taskId).remove(run, path);
            }
            case Change.MessageSent(String channel, Map<String, @Nullable Object> body) ->
                sql.update(
                        "INSERT INTO inbox (task_id, seq, channel, body, sent_at)"
                                + " SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM inbox WHERE task_id = ?",
                        taskId,
                        channel,
                        Json.write(body),
                        now.toEpochMilli(),
                        taskId);
            case Change.MessageTaken(long seq) ->
                sql.update("DELETE FROM inbox WHERE task_id = ? AND seq = ?", taskId, seq);
        }
    }

    private void removeText(int run, String path) {
        sql.update("DELETE FROM manifest WHERE task_id = ? AND run = ? AND path = ?", taskId, run, path);
    }

    private void save(Change.FileSaved file) {
        String path = file.draft().path();
        int before = Math.toIntExact(sql.number(
                "SELECT version FROM manifest WHERE task_id = ? AND run = ? AND path = ?", taskId, file.run(), path));
        int version = 1
                + Math.toIntExact(sql.number(
                        "SELECT COALESCE(MAX(version), 0) FROM artifact_version WHERE task_id = ? AND path = ?",
                        taskId,
                        path));
        String content = file.draft().content();
        sql.update(
                "INSERT INTO artifact_version (task_id, path, version, artifact_id, agent_role, created_at, content,"
                        + " content_length) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                taskId,
                path,
                version,
                file.artifactId(),
                file.draft().agentRole().toString(),
                now.toEpochMilli(),
                content,
                content.getBytes(StandardCharsets.UTF_8).length);
        sql.update(
                "INSERT INTO manifest (task_id, run, path, version) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (task_id, run, path) DO UPDATE SET version = excluded.version",
                taskId,
                file.run(),
                path,
                version);
        saved.put(path, new Saved(file.artifactId(), before == 0 ? null : before, version));
    }

    /** The event; where it shows a file that was saved here, with {@code artifact_id, version, old_version}, a change also with {@code new_version}. */
    EventDraft complete(EventDraft event) {
        boolean showsFile = event.visualType() == VisualType.CODE || event.visualType() == VisualType.DIFF;
        Saved file = saved.get(event.filePath());
        if (file == null || !showsFile) {
            return event;
        }
        EventDraft told = event.with("artifact_id", file.artifactId())
                .with("version", file.version())
                .with("old_version", file.oldVersion());
        return event.visualType() == VisualType.DIFF ? told.with("new_version", file.version()) : told;
    }
}

package dev.mgx.store;

import dev.mgx.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what goes with a run's events into its tables. */
final class Changes {
    private Changes() {}

    static void apply(Sql sql, String taskId, Change change, Instant now) throws SQLException {
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
            case Change.FileSaved saved -> save(sql, taskId, saved, now);
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

    private static void save(Sql sql, String taskId, Change.FileSaved saved, Instant now) throws SQLException {
        String path = saved.draft().path();
        long version = 1
                + sql.number(
                        "SELECT COALESCE(MAX(version), 0) FROM artifact_version WHERE task_id = ? AND path = ?",
                        taskId,
                        path);
        String content = saved.draft().content();
        sql.update(
                "INSERT INTO artifact_version (task_id, path, version, artifact_id, agent_role, created_at, content,"
                        + " content_length) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                taskId,
                path,
                version,
                saved.artifactId(),
                saved.draft().agentRole().toString(),
                now.toEpochMilli(),
                content,
                content.getBytes(StandardCharsets.UTF_8).length);
        sql.update(
                "INSERT INTO manifest (task_id, run, path, version) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (task_id, run, path) DO UPDATE SET version = excluded.version",
                taskId,
                saved.run(),
                path,
                version);
    }
}

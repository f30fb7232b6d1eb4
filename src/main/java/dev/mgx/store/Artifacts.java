package dev.mgx.store;

import dev.mgx.store.journal.BinaryFiles;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of tasks in all versions. Thread-safe; every call blocks on the database. */
public final class Artifacts {
    /** Hides the remaining rows of deleted tasks; the parameter is the task's ID. */
    private static final String EXISTS = "EXISTS (SELECT 1 FROM task WHERE id = ?) AND ";

    /** Hides versions of an existing project that has not come completely; the parameter is the task's ID. */
    private static final String COMPLETE = "(agent_role <> '' OR EXISTS (SELECT 1 FROM source WHERE task_id = ?)) AND ";

    private static final String VERSION = "version, artifact_id, agent_role, created_at, content_length";

    private final Readers readers;

    Artifacts(Readers readers) {
        this.readers = readers;
    }

    /** The files in the manifest of the task's latest run, by path. */
    public List<ArtifactFile> files(String taskId) {
        return readers.read(sql -> sql.list(Artifacts::file, """
                SELECT m.path, MAX(v.version) AS latest, COUNT(*) AS total,
                    MIN(v.created_at) AS created_at, MAX(v.created_at) AS updated_at,
                    (SELECT l.agent_role FROM artifact_version l
                     WHERE l.task_id = m.task_id AND l.path = m.path AND l.version = m.version) AS agent_role
                FROM manifest m JOIN artifact_version v ON v.task_id = m.task_id AND v.path = m.path
                WHERE EXISTS (SELECT 1 FROM task WHERE id = ?)
                    AND m.task_id = ? AND m.run = (SELECT MAX(run) FROM manifest WHERE task_id = ?)
                GROUP BY m.task_id, m.path, m.version ORDER BY m.path
                """, taskId, taskId, taskId));
    }

    /** All versions of a file, oldest first; empty for an unknown file. */
    public List<ArtifactVersion> versions(String taskId, String path) {
        return readers.read(sql -> sql.list(
                Artifacts::version,
                "SELECT " + VERSION + " FROM artifact_version WHERE " + EXISTS + COMPLETE
                        + "task_id = ? AND path = ? ORDER BY version",
                taskId,
                taskId,
                taskId,
                path));
    }

    /** A version of a file, by default the latest; empty if it does not exist. */
    public Optional<ArtifactContent> content(String taskId, String path, OptionalInt version) {
        String which = version.isPresent() ? "AND version = " + version.getAsInt() : "ORDER BY version DESC LIMIT 1";
        return readers.read(sql -> sql.first(
                row -> new ArtifactContent(path, version(row), row.getString("content")),
                "SELECT " + VERSION + ", content FROM artifact_version WHERE " + EXISTS + COMPLETE
                        + "task_id = ? AND path = ? " + which,
                taskId,
                taskId,
                taskId,
                path));
    }

    /** The contents of a run's files, by path. */
    public Map<String, String> manifest(String taskId, int run) {
        return manifestBeside(taskId, run, BinaryFiles.NO_RUN);
    }

    /** A run's files that are no text, by path. */
    public Map<String, byte[]> binaries(String taskId, int run) {
        return binariesBeside(taskId, run, BinaryFiles.NO_RUN);
    }

    /** The files of a run that another run does not have in the same version: texts. By path. */
    public Map<String, String> manifestBeside(String taskId, int run, int other) {
        return readers.read(sql -> {
            Map<String, String> files = new LinkedHashMap<>();
            sql.list(
                    row -> files.put(row.getString("path"), row.getString("content")),
                    "SELECT v.path, v.content FROM manifest m JOIN artifact_version v ON v.task_id = m.task_id"
                            + " AND v.path = m.path AND v.version = m.version"
                            + " WHERE " + EXISTS
                            + "m.task_id = ? AND m.run = ? AND NOT EXISTS (SELECT 1 FROM manifest o"
                            + " WHERE o.task_id = m.task_id AND o.run = ? AND o.path = m.path"
                            + " AND o.version = m.version) ORDER BY v.path",
                    taskId,
                    taskId,
                    run,
                    other);
            return files;
        });
    }

    /** The files of a run that another run does not have with the same content: those that are no text. By path. */
    public Map<String, byte[]> binariesBeside(String taskId, int run, int other) {
        return readers.read(sql -> sql.number("SELECT COUNT(*) FROM task WHERE id = ?", taskId) == 0
                ? Map.of()
                : new BinaryFiles(sql, taskId).of(run, other));
    }

    /** All versions of files that run 0 does not have, with their contents, in the order in which they were written. */
    public List<ArtifactContent> history(String taskId) {
        return readers.read(sql -> sql.list(
                row -> new ArtifactContent(row.getString("path"), version(row), row.getString("content")),
                "SELECT path, " + VERSION + ", content FROM artifact_version v WHERE " + EXISTS
                        + "task_id = ? AND NOT EXISTS (SELECT 1 FROM manifest m WHERE m.task_id = v.task_id"
                        + " AND m.run = 0 AND m.path = v.path AND m.version = v.version)"
                        + " ORDER BY created_at, path, version",
                taskId,
                taskId));
    }

    /** What stands at each path of a run, in a word: the version of a text, or the hash of a file that is none. */
    public Map<String, String> standing(String taskId, int run) {
        return readers.read(sql -> {
            Map<String, String> files = new TreeMap<>();
            sql.list(
                    row -> files.put(row.getString("path"), row.getString("stands")),
                    "SELECT path, CAST(version AS TEXT) AS stands FROM manifest WHERE " + EXISTS
                            + "task_id = ? AND run = ? UNION ALL SELECT path, hash AS stands FROM binary_file WHERE "
                            + EXISTS + "task_id = ? AND run = ?",
                    taskId,
                    taskId,
                    run,
                    taskId,
                    taskId,
                    run);
            return files;
        });
    }

    private static ArtifactFile file(Row row) {
        return new ArtifactFile(
                row.getString("path"),
                row.getInt("latest"),
                row.getInt("total"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                agentRole(row));
    }

    /** The existing project has no author. */
    private static @Nullable String agentRole(Row row) {
        String role = row.getString("agent_role");
        return role.isEmpty() ? null : role;
    }

    private static ArtifactVersion version(Row row) {
        return new ArtifactVersion(
                row.getInt("version"),
                row.getString("artifact_id"),
                agentRole(row),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("content_length"));
    }
}

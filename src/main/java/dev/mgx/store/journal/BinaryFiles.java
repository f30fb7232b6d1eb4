package dev.mgx.store.journal;

import dev.mgx.store.sql.Sql;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files of a task's runs that are no text, kept by what is in them: the same content is there once. */
public final class BinaryFiles {
    /** Copied a hundred at a time by a backup. */
    private static final int PIECE = 256 * 1024;

    /** No run has this number, nor have the files of services or of sources. */
    public static final int NO_RUN = Integer.MIN_VALUE;

    private final Sql sql;
    private final String taskId;

    public BinaryFiles(Sql sql, String taskId) {
        this.sql = sql;
        this.taskId = taskId;
    }

    /** Those of a run, by path. */
    public Map<String, byte[]> of(int run) {
        return of(run, NO_RUN);
    }

    /** Those of a run that another run does not have just so, by path. */
    public Map<String, byte[]> of(int run, int other) {
        Map<String, ByteArrayOutputStream> contents = new TreeMap<>();
        sql.list(
                row -> {
                    byte[] piece = row.getBytes("content");
                    contents.computeIfAbsent(row.getString("path"), path -> new ByteArrayOutputStream())
                            .writeBytes(piece);
                    return piece.length;
                },
                "SELECT f.path, c.content FROM binary_file f JOIN binary_content c"
                        + " ON c.task_id = f.task_id AND c.hash = f.hash"
                        + " WHERE f.task_id = ? AND f.run = ? AND NOT EXISTS (SELECT 1 FROM binary_file o"
                        + " WHERE o.task_id = f.task_id AND o.run = ? AND o.path = f.path AND o.hash = f.hash)"
                        + " ORDER BY f.path, c.piece",
                taskId,
                run,
                other);
        Map<String, byte[]> files = new TreeMap<>();
        contents.forEach((path, content) -> files.put(path, content.toByteArray()));
        return files;
    }

    /** Puts these in the place of all that a run has. */
    public void replace(int run, Map<String, byte[]> files) {
        of(run).keySet().stream().filter(path -> !files.containsKey(path)).forEach(path -> remove(run, path));
        files.forEach((path, content) -> save(run, path, content));
    }

    /** Saves a file of a run, in the place of the one there was. */
    public void save(int run, String path, byte[] content) {
        String hash = hash(content);
        remove(run, path);
        sql.update("INSERT INTO binary_file (task_id, run, path, hash) VALUES (?, ?, ?, ?)", taskId, run, path, hash);
        int piece = 0;
        for (int from = 0; from < Math.max(1, content.length); from += PIECE) {
            sql.update(
                    "INSERT INTO binary_content (task_id, hash, piece, content) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (task_id, hash, piece) DO NOTHING",
                    taskId,
                    hash,
                    piece++,
                    Arrays.copyOfRange(content, from, Math.min(content.length, from + PIECE)));
        }
    }

    void remove(int run, String path) {
        int removed =
                sql.update("DELETE FROM binary_file WHERE task_id = ? AND run = ? AND path = ?", taskId, run, path);
        if (removed > 0) {
            sql.update(
                    "DELETE FROM binary_content WHERE task_id = ? AND hash NOT IN"
                            + " (SELECT hash FROM binary_file WHERE task_id = ?)",
                    taskId,
                    taskId);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

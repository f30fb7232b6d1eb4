package dev.mgx.projection;

import dev.mgx.store.Artifacts;
import dev.mgx.workspace.ManifestFile;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of a project.
 *
 * @param before null: there was none
 * @param after null: there is none
 */
public record FileChange(
        String path, @Nullable KeptFile before, @Nullable KeptFile after) {

    enum Status {
        ADDED,
        MODIFIED,
        DELETED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a run's files differ in from the task's source, by path; without a source, all of them. Blocks on the database. */
    public static List<FileChange> sinceSource(Artifacts artifacts, String taskId, int run) {
        return between(files(artifacts, taskId, 0, run), files(artifacts, taskId, run, 0));
    }

    private static Map<String, KeptFile> files(Artifacts artifacts, String taskId, int run, int other) {
        Map<String, KeptFile> files = new TreeMap<>();
        artifacts
                .manifestBeside(taskId, run, other)
                .forEach((path, content) -> files.put(path, new KeptFile.Text(content)));
        artifacts
                .binariesBeside(taskId, run, other)
                .forEach((path, content) -> files.put(path, new KeptFile.Binary(content)));
        return files;
    }

    /** What turns the files into those after them, by path; the team's own file is no part of it. */
    static List<FileChange> between(Map<String, KeptFile> before, Map<String, KeptFile> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        paths.remove(ManifestFile.PATH);
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            FileChange change = new FileChange(path, before.get(path), after.get(path));
            if (!KeptFile.same(change.before, change.after)) {
                changes.add(change);
            }
        }
        return changes;
    }

    Status status() {
        if (before == null) {
            return Status.ADDED;
        }
        return after == null ? Status.DELETED : Status.MODIFIED;
    }

    boolean binary() {
        return before instanceof KeptFile.Binary || after instanceof KeptFile.Binary;
    }

    /** The text before; empty where there was none. */
    String oldText() {
        return before instanceof KeptFile.Text(String content) ? content : "";
    }

    /** The text after; empty where there is none. */
    String newText() {
        return after instanceof KeptFile.Text(String content) ? content : "";
    }

    /** The hunks with the two names before them, as {@code git apply} takes them; empty where no line differs. */
    String diff() {
        String hunks = binary() ? "" : UnifiedDiff.hunks(oldText(), newText());
        return hunks.isEmpty() ? "" : "--- %s\n+++ %s\n".formatted(name(before, "a/"), name(after, "b/")) + hunks;
    }

    /** A name that has a space is ended by a tab, or programs would take its rest for a time. */
    private String name(@Nullable KeptFile side, String folder) {
        return side == null ? "/dev/null" : GitPath.quoted(folder + path) + (path.indexOf(' ') < 0 ? "" : "\t");
    }
}

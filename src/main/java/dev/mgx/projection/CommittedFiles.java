package dev.mgx.projection;

import dev.mgx.store.ArtifactContent;
import dev.mgx.store.Artifacts;
import dev.mgx.workspace.ManifestFile;
import dev.mgx.workspace.SafePath;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A project's files along a chain of commits: first the task's source, then as each commit leaves them. The team's own file and
 * those whose names a tool would obey are in no commit.
 */
final class CommittedFiles {
    private final Artifacts artifacts;
    private final String taskId;
    private final Map<String, String> standing;
    /** The texts among them, as far as they were read. */
    private final Map<String, String> texts = new TreeMap<>();

    CommittedFiles(Artifacts artifacts, String taskId) {
        this.artifacts = artifacts;
        this.taskId = taskId;
        standing = new TreeMap<>(artifacts.standing(taskId, 0));
    }

    /**
     * A file of a commit as on the wire.
     *
     * @param content null where it is deleted
     * @param encoding of the content: it is a text, or bytes in base64
     */
    record Committed(String filePath, @Nullable String content, String encoding, boolean deleted) {
        static Committed text(String path, @Nullable String content) {
            return new Committed(path, content, "utf-8", content == null);
        }

        static Committed binary(String path, byte[] content) {
            return new Committed(path, Base64.getEncoder().encodeToString(content), "base64", false);
        }
    }

    /** Writes these versions; returns what differs by that. */
    List<Committed> write(Collection<ArtifactContent> files) {
        List<Committed> changed = new ArrayList<>();
        for (ArtifactContent file : files) {
            String path = file.filePath();
            boolean same = file.content().equals(text(path));
            stands(path, String.valueOf(file.version().version()), file.content());
            if (!same && isCommitted(path)) {
                changed.add(Committed.text(path, file.content()));
            }
        }
        return changed;
    }

    /** Makes the files those that a run has; returns what differs by that. Run 0 has the source. */
    List<Committed> become(int run) {
        Map<String, String> target = artifacts.standing(taskId, run);
        TreeSet<String> paths = new TreeSet<>(standing.keySet());
        paths.addAll(target.keySet());
        paths.removeIf(path -> Objects.equals(standing.get(path), target.get(path)));
        boolean binaries = paths.stream().anyMatch(path -> isHash(target.get(path)));
        Map<String, byte[]> bytes = binaries ? artifacts.binaries(taskId, run) : Map.of();
        List<Committed> changed = new ArrayList<>();
        for (String path : paths) {
            byte[] binary = bytes.get(path);
            String before = text(path);
            String after = binary == null ? read(path, target.get(path)) : null;
            stands(path, target.get(path), after);
            boolean same = after != null && after.equals(before);
            if (!same && isCommitted(path)) {
                changed.add(binary == null ? Committed.text(path, after) : Committed.binary(path, binary));
            }
        }
        return changed;
    }

    private static boolean isCommitted(String path) {
        return !path.equals(ManifestFile.PATH) && SafePath.flaw(path).isEmpty();
    }

    private void stands(String path, @Nullable String word, @Nullable String text) {
        if (word == null) {
            standing.remove(path);
        } else {
            standing.put(path, word);
        }
        if (text == null) {
            texts.remove(path);
        } else {
            texts.put(path, text);
        }
    }

    /** The text that stands there; null for no file, and for one that is no text. */
    private @Nullable String text(String path) {
        String known = texts.get(path);
        return known == null ? read(path, standing.get(path)) : known;
    }

    private @Nullable String read(String path, @Nullable String word) {
        return word == null || isHash(word)
                ? null
                : artifacts
                        .content(taskId, path, OptionalInt.of(Integer.parseInt(word)))
                        .map(ArtifactContent::content)
                        .orElse(null);
    }

    /** Versions have at most ten digits. */
    private static boolean isHash(@Nullable String word) {
        return word != null && word.length() > 10;
    }
}

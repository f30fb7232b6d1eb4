package dev.mgx.repository.change;

import dev.mgx.workspace.ManifestFile;
import dev.mgx.workspace.ProjectDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a project.
 *
 * @param texts by path
 * @param binaries those that are no text
 */
public record FileSet(Map<String, String> texts, Map<String, byte[]> binaries) {

    boolean has(String path) {
        return texts.containsKey(path) || binaries.containsKey(path);
    }

    /** The paths that are not the same in both, without the team's own file. */
    public SortedSet<String> differences(FileSet other) {
        SortedSet<String> paths = new TreeSet<>(texts.keySet());
        paths.addAll(other.texts.keySet());
        paths.addAll(binaries.keySet());
        paths.addAll(other.binaries.keySet());
        paths.remove(ManifestFile.PATH);
        paths.removeIf(path -> Objects.equals(texts.get(path), other.texts.get(path))
                && Arrays.equals(binaries.get(path), other.binaries.get(path)));
        return paths;
    }

    /** A digest of each file that differs from the other set, so that it can be told later which of them went on changing. */
    public SortedMap<String, String> digestsOfDifferences(FileSet other) {
        SortedMap<String, String> digests = new TreeMap<>();
        differences(other).forEach(path -> digests.put(path, digest(path)));
        return digests;
    }

    /** The paths that differ from the other set and are not as these digests say. */
    public SortedSet<String> differencesBeside(FileSet other, Map<String, String> digests) {
        SortedSet<String> paths = differences(other);
        paths.removeIf(path -> digest(path).equals(digests.get(path)));
        return paths;
    }

    private String digest(String path) {
        String text = texts.get(path);
        byte[] binary = binaries.get(path);
        return ProjectDigest.of(
                text == null ? Map.of() : Map.of(path, text), binary == null ? Map.of() : Map.of(path, binary));
    }
}

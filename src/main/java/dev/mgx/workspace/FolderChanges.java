package dev.mgx.workspace;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a command changed in a project's folder.
 *
 * @param texts new and changed files, by path
 * @param binaries the same of those that are no text, or too long a one
 * @param removed paths of files that were there before
 * @param leftOut what was not kept, a sentence with the reason for each
 */
public record FolderChanges(
        Map<String, String> texts, Map<String, byte[]> binaries, Set<String> removed, List<String> leftOut) {
    public static final FolderChanges NONE = new FolderChanges(Map.of(), Map.of(), Set.of(), List.of());

    public boolean isEmpty() {
        return texts.isEmpty() && binaries.isEmpty() && removed.isEmpty();
    }

    /** The paths that are other than before, with a word on each that is gone. */
    public List<String> described() {
        return Stream.of(
                        texts.keySet().stream(),
                        binaries.keySet().stream(),
                        removed.stream().map(path -> path + " (removed)"))
                .flatMap(each -> each)
                .sorted()
                .toList();
    }
}

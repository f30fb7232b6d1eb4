package dev.mgx.workspace;

import dev.mgx.store.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An existing project that was read, without what is not taken.
 *
 * @param contents by path
 * @param leftOut what was not taken and why, a sentence each
 */
public record SourceFiles(Map<String, byte[]> contents, List<String> leftOut) {
    /**
     * Takes what can be taken of these files.
     *
     * @param before what was left out before
     * @throws UnusableArchive if nothing is left, or a file and a folder would have one name
     */
    public static SourceFiles of(Map<String, byte[]> files, List<String> before) throws UnusableArchive {
        SourceRules rules = new SourceRules();
        Map<String, byte[]> taken = new TreeMap<>(files);
        taken.entrySet().removeIf(file -> !rules.take(file.getKey(), file.getValue().length));
        Optional<String> flaw = rules.flaw(List.copyOf(taken.keySet()));
        if (flaw.isPresent()) {
            throw UnusableArchive.because("The repository " + flaw.get());
        }
        List<String> leftOut = new ArrayList<>(before);
        leftOut.addAll(rules.leftOut());
        return new SourceFiles(Collections.unmodifiableMap(taken), List.copyOf(leftOut));
    }

    /** As they are kept. */
    public Iterable<SourceFile> files() {
        return () -> contents.entrySet().stream()
                .map(file -> file(file.getKey(), file.getValue()))
                .iterator();
    }

    /** A file as it is kept: as a text, if it is one. */
    static SourceFile file(String path, byte[] content) {
        Optional<String> text = TextContent.of(content);
        return text.isPresent()
                ? new SourceFile.Text(path, text.get(), content.length)
                : new SourceFile.Binary(path, content);
    }
}

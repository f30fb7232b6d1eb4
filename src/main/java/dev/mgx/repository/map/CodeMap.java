package dev.mgx.repository.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a project's files define and how they refer to each other, by what can be seen without a compiler. The same files and
 * requirement always yield the same. Immutable; it keeps the files' texts.
 */
public final class CodeMap {
    /** What references add to what words say. */
    private static final double BY_REFERENCES = 0.35;

    private final List<MappedFile> files;
    private final References references;

    private CodeMap(List<MappedFile> files) {
        this.files = files;
        references = References.among(files);
    }

    /**
     * Reads what files define and refer to.
     *
     * @param files contents by path; one that is no text counts next to nothing
     */
    public static CodeMap of(Map<String, String> files) {
        List<MappedFile> mapped = new ArrayList<>();
        new TreeMap<>(files).forEach((path, content) -> mapped.add(MappedFile.of(path, content)));
        return new CodeMap(List.copyOf(mapped));
    }

    /** What a file defines, in the order of its lines; nothing of one that is not there or was not written by people. */
    public List<Symbol> symbols(String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(MappedFile::symbols)
                .orElse(List.of());
    }

    /** The paths of all files, those first that have most to do with the requirement. */
    public List<String> ranked(String requirement) {
        return order(new SoughtWords(requirement)).stream()
                .map(each -> files.get(each).path())
                .toList();
    }

    /**
     * The map as a text for a model: files in this order with what they define and what they refer to, then paths alone, as
     * far as they fit.
     *
     * @param bytes of UTF-8 that the text has at most; three are about a token
     */
    public String fitted(String requirement, int bytes) {
        SoughtWords words = new SoughtWords(requirement);
        return new MapText(files, references, words, bytes).of(order(words));
    }

    private List<Integer> order(SoughtWords words) {
        if (files.isEmpty()) {
            return List.of();
        }
        double[] said = words.scores(files);
        double[] referred = references.rank(said);
        double most = Math.max(Arrays.stream(said).max().orElse(0), Double.MIN_NORMAL);
        double highest = Math.max(Arrays.stream(referred).max().orElse(0), Double.MIN_NORMAL);
        double[] score = new double[files.size()];
        for (int file = 0; file < score.length; file++) {
            score[file] = said[file] / most + BY_REFERENCES * files.get(file).weight() * referred[file] / highest;
        }
        return IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer file) -> -score[file])
                        .thenComparingInt(file -> file))
                .toList();
    }
}

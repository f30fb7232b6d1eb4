package dev.mgx.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./mgx bench} was told.
 *
 * @param only the names of the measures; all of them if empty
 * @param json where every round's figures go, or null
 * @param docs whether table and picture go into the documentation
 */
record BenchArguments(List<String> only, @Nullable Path json, boolean docs) {

    /** @throws IllegalArgumentException with a sentence for whoever typed them */
    static BenchArguments parse(List<String> words, List<String> names) {
        List<String> only = new ArrayList<>();
        Path json = null;
        boolean docs = false;
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "--only" -> only.add(known(value(word, left), names));
                case "--json" -> json = Path.of(value(word, left));
                case "--docs" -> docs = true;
                default ->
                    throw new IllegalArgumentException(
                            "Unknown argument '%s'; --help says what there is".formatted(word));
            }
        }
        return new BenchArguments(only, json, docs);
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("%s needs a value".formatted(option));
        }
        return left.removeFirst();
    }

    private static String known(String name, List<String> names) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no measure '%s'; there are %s".formatted(name, String.join(", ", names)));
        }
        return name;
    }

    boolean wants(Measure measure) {
        return only.isEmpty() || only.contains(measure.name());
    }
}

package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a project is tested.
 *
 * @param command a line for a POSIX shell in the project's root, which needs no network and prints the names of tests where
 *     that is known how
 * @param why where it was found, and what else was there; a sentence for people
 * @param ecosystem such as {@code node}, {@code maven} or {@code python}; {@code other} if only the command is known
 */
public record TestCommand(String command, String why, String ecosystem) {
    /** In this order: what people wrote down comes before what files suggest. */
    private static final List<Function<Map<String, String>, Optional<TestCommand>>> PLACES = List.of(
            AgentInstructions::testCommand,
            NodeTests::ofScript,
            JvmTests::ofMaven,
            PythonTests::testCommand,
            NodeTests::ofFiles,
            MakeTests::testCommand,
            files -> ofFile(files, "go.mod", "go test -count=1 -v ./...", "go"),
            files -> ofFile(files, "Cargo.toml", "cargo test --offline --no-fail-fast", "rust"),
            JvmTests::ofGradle);

    /**
     * Finds it by the files of the project's root; where there is nothing, by those of the folders within it.
     *
     * @param files contents by path
     */
    public static Optional<TestCommand> find(Map<String, String> files) {
        Optional<TestCommand> found = first(files);
        if (found.isPresent()) {
            return found;
        }
        Map<String, Map<String, String>> folders = new TreeMap<>();
        files.forEach((path, content) -> {
            int slash = path.indexOf('/');
            if (slash > 0 && path.substring(0, slash).matches("[A-Za-z0-9][\\w.-]*+")) {
                folders.computeIfAbsent(path.substring(0, slash), folder -> new LinkedHashMap<>())
                        .put(path.substring(slash + 1), content);
            }
        });
        List<TestCommand> within = new ArrayList<>();
        folders.forEach((folder, content) -> first(content)
                .ifPresent(each -> within.add(new TestCommand(
                        "cd %s && { %s; }".formatted(folder, each.command()),
                        "In the folder %s: %s".formatted(folder, each.why()),
                        each.ecosystem()))));
        return choose(within);
    }

    private static Optional<TestCommand> first(Map<String, String> files) {
        return choose(
                PLACES.stream().flatMap(place -> place.apply(files).stream()).toList());
    }

    private static Optional<TestCommand> choose(List<TestCommand> candidates) {
        if (candidates.size() < 2) {
            return candidates.stream().findFirst();
        }
        TestCommand taken = candidates.getFirst();
        String others = candidates.stream()
                .skip(1)
                .map(each -> "`%s`".formatted(each.command()))
                .collect(Collectors.joining(", "));
        return Optional.of(new TestCommand(
                taken.command(),
                taken.why() + " It was taken as the first of several; not taken: " + others + ".",
                taken.ecosystem()));
    }

    private static Optional<TestCommand> ofFile(
            Map<String, String> files, String path, String command, String ecosystem) {
        return files.containsKey(path)
                ? Optional.of(new TestCommand(command, "There is a %s.".formatted(path), ecosystem))
                : Optional.empty();
    }
}

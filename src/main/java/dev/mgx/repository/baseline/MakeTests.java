package dev.mgx.repository.baseline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Makefile that has a target for tests. */
final class MakeTests {
    private static final List<String> TARGETS = List.of("test", "check", "tests");

    private MakeTests() {}

    static Optional<TestCommand> testCommand(Map<String, String> files) {
        return List.of("GNUmakefile", "makefile", "Makefile").stream()
                .filter(files::containsKey)
                .findFirst()
                .flatMap(path -> TARGETS.stream()
                        .filter(target -> Pattern.compile("(?m)^" + target + " *+:(?!=)")
                                .matcher(files.getOrDefault(path, ""))
                                .find())
                        .findFirst()
                        .map(target -> new TestCommand(
                                "make " + target, "%s has a target %s.".formatted(path, target), "make")));
    }
}

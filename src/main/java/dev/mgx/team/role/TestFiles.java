package dev.mgx.team.role;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files that decide whether a project's checks pass: the acceptance test, its launcher, files in test folders or
 * with the names of tests, and the team's manifest. Only the tester changes them, never the roles that are judged by
 * them.
 */
public record TestFiles(String testFile, List<String> testCommand) {
    /** Configuration files that determine which tests a program in the test command runs, and how. */
    private static final Map<String, Set<String>> CONFIGURATION = Map.ofEntries(
            Map.entry("make", Set.of("makefile", "gnumakefile")),
            Map.entry("npm", Set.of("package.json")),
            Map.entry("npx", Set.of("package.json")),
            Map.entry("pnpm", Set.of("package.json")),
            Map.entry("yarn", Set.of("package.json")),
            Map.entry("pytest", Set.of("pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini")),
            Map.entry("mvn", Set.of("pom.xml")),
            Map.entry("gradle", Set.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")),
            Map.entry("cargo", Set.of("cargo.toml")),
            Map.entry("ctest", Set.of("cmakelists.txt")),
            Map.entry("cmake", Set.of("cmakelists.txt")));

    /** File names that common test runners treat as tests or their support files. */
    private static final Pattern TEST_NAME =
            Pattern.compile("test_.+|.+_test\\.\\w+|.+[.](test|spec)\\.\\w+|.+Tests?\\.java|conftest\\.py");

    private static final Pattern TEST_FOLDER = Pattern.compile("(.+[_-])?tests?|specs?|__tests__|acceptance");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;&|()'\"]+");

    public static TestFiles of(ProjectManifest manifest) {
        return new TestFiles(manifest.testFile(), manifest.testCommand());
    }

    /** Whether the file with this path is a test file. */
    public boolean has(String path) {
        String plain = plain(path);
        String name = plain.substring(plain.lastIndexOf('/') + 1);
        return plain.equals(plain(testFile))
                || plain.equals(plain(ProjectManifest.PATH))
                || TEST_NAME.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()
                || startedBy(List.of(path)).isPresent()
                || isInTestFolder(plain)
                || configures(name);
    }

    /** The test files among the paths. */
    public List<String> among(Collection<String> paths) {
        return paths.stream().filter(this::has).sorted().toList();
    }

    /** The first of these files that the test command names, if any. */
    Optional<String> startedBy(Collection<String> paths) {
        for (String argument : testCommand) {
            if (plain(argument).equals(plain(testFile))) {
                return Optional.empty();
            }
            for (String path : paths) {
                if (plain(argument).equals(plain(path))) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isInTestFolder(String plain) {
        String test = plain(testFile);
        for (int slash = test.indexOf('/'); slash > 0; slash = test.indexOf('/', slash + 1)) {
            String folder = test.substring(test.lastIndexOf('/', slash - 1) + 1, slash);
            if (TEST_FOLDER.matcher(folder).matches()) {
                return plain.startsWith(test.substring(0, slash + 1));
            }
        }
        return false;
    }

    private boolean configures(String name) {
        return testCommand.stream()
                .flatMap(argument -> BETWEEN_WORDS.splitAsStream(argument))
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .anyMatch(
                        program -> CONFIGURATION.getOrDefault(program, Set.of()).contains(name));
    }

    /** The path folded for file systems that ignore case and Unicode normalization. */
    private static String plain(String path) {
        String relative = path.startsWith("./") ? path.substring(2) : path;
        return Normalizer.normalize(relative, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}

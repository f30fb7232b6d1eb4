package dev.mgx.repository.baseline;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a project in Python is tested: by pytest where it names it, else by the standard library's unittest. */
final class PythonTests {
    private static final String ECOSYSTEM = "python";
    private static final Pattern TEST_FILE =
            Pattern.compile("(?:[^/]++/)*+(?:test[^/]*+(?<=\\.py)|[^/]++(?<=_test\\.py))");
    private static final Pattern REQUIREMENT = Pattern.compile("(?m)^[ \"']*+pytest\\b");
    private static final Pattern IMPORT = Pattern.compile("(?m)^[ \\t]*+(?:import|from) pytest\\b");
    private static final Pattern QUIET = Pattern.compile("(?m)^ *+addopts *+=[^\\n]*?[ \"'=]-q");
    private static final List<String> SETTINGS = List.of("pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini");

    private PythonTests() {}

    static Optional<TestCommand> testCommand(Map<String, String> files) {
        List<String> tests = files.keySet().stream()
                .filter(path -> TEST_FILE.matcher(path).matches())
                .sorted(Comparator.comparingInt(PythonTests::depth).thenComparing(Comparator.naturalOrder()))
                .toList();
        Optional<String> named = namesPytest(files, tests);
        if (named.isPresent()) {
            boolean quiet = SETTINGS.stream()
                    .anyMatch(
                            path -> QUIET.matcher(files.getOrDefault(path, "")).find());
            return Optional.of(new TestCommand(
                    path(files) + "python3 -m pytest " + (quiet ? "-vv" : "-v"),
                    "%s names pytest.".formatted(named.get()),
                    ECOSYSTEM));
        }
        return tests.stream()
                .findFirst()
                .map(test -> new TestCommand(
                        path(files) + "python3 -m unittest discover -v" + place(test, files),
                        "There are tests in Python, such as %s, and nothing names pytest.".formatted(test),
                        ECOSYSTEM));
    }

    private static int depth(String path) {
        return (int) path.chars().filter(letter -> letter == '/').count();
    }

    private static Optional<String> namesPytest(Map<String, String> files, List<String> tests) {
        return files.entrySet().stream()
                .filter(file -> switch (file.getKey()) {
                    case "pytest.ini", "conftest.py" -> true;
                    case "pyproject.toml" -> file.getValue().contains("pytest");
                    case "setup.cfg" -> file.getValue().contains("[tool:pytest]");
                    case "tox.ini" -> file.getValue().contains("[pytest]");
                    case String path ->
                        path.endsWith("/conftest.py")
                                || (path.contains("requirements")
                                        && path.endsWith(".txt")
                                        && REQUIREMENT.matcher(file.getValue()).find())
                                || (tests.contains(path)
                                        && IMPORT.matcher(file.getValue()).find());
                })
                .map(Map.Entry::getKey)
                .min(Comparator.comparingInt(PythonTests::depth).thenComparing(Comparator.naturalOrder()));
    }

    /** Packages below {@code src} are found there without being installed. */
    private static String path(Map<String, String> files) {
        return files.keySet().stream().anyMatch(path -> path.startsWith("src/") && path.endsWith(".py"))
                ? "PYTHONPATH=src "
                : "";
    }

    private static String place(String test, Map<String, String> files) {
        int slash = test.indexOf('/');
        String pattern = test.endsWith("_test.py")
                        && !test.substring(test.lastIndexOf('/') + 1).startsWith("test")
                ? " -p '*_test.py'"
                : "";
        if (slash < 0) {
            return pattern;
        }
        String folder = test.substring(0, test.lastIndexOf('/'));
        boolean isPackage = files.containsKey(folder + "/__init__.py");
        return " -s '%s'%s%s".formatted(folder.replace("'", "'\\''"), isPackage ? " -t ." : "", pattern);
    }
}

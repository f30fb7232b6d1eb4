package dev.mgx.repository.baseline;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a project in JavaScript or TypeScript is tested. */
final class NodeTests {
    private static final String MANIFEST = "package.json";
    private static final String ECOSYSTEM = "node";
    private static final Pattern NPM_TEST = Pattern.compile("npm (?:run )?(?:test|t)");
    private static final Pattern JEST = Pattern.compile("(?:npx )?jest(?: --?[\\w=.-]++)*+");
    private static final Pattern VITEST = Pattern.compile("(?:npx )?vitest(?: run)?(?: --?[\\w=.-]++)*+");
    private static final Pattern FOLDER = Pattern.compile("(?:^|/)(?:tests?|__tests__)/");
    private static final Pattern NAME = Pattern.compile("(?:test|test-.*|.*[._-]test)\\.[cm]?js");

    private NodeTests() {}

    /** By the script of package.json, unless it is the one that npm writes where there are no tests. */
    static Optional<TestCommand> ofScript(Map<String, String> files) {
        String script = script(files);
        return script.isBlank() || script.contains("no test specified")
                ? Optional.empty()
                : Optional.of(new TestCommand(
                        withNames("npm test", files),
                        "package.json has a script to test: `%s`.".formatted(shortened(script)),
                        ECOSYSTEM));
    }

    /** By files that Node.js itself takes for tests. */
    static Optional<TestCommand> ofFiles(Map<String, String> files) {
        return files.entrySet().stream()
                .filter(file -> isTest(file.getKey()) && file.getValue().contains("test"))
                .map(Map.Entry::getKey)
                .min(String::compareTo)
                .map(path -> new TestCommand(
                        "node --test --test-reporter=tap",
                        "There are tests of Node.js, such as %s, and no script for them.".formatted(path),
                        ECOSYSTEM));
    }

    /** The command so that it names tests, where it is npm's and its script is nothing but a tool that can be told to. */
    static String withNames(String command, Map<String, String> files) {
        String script = script(files).strip();
        if (!NPM_TEST.matcher(command).matches()) {
            return command;
        }
        if (JEST.matcher(script).matches()) {
            return script.contains("--watch")
                    ? "CI=true " + command + " -- --watchAll=false --verbose"
                    : command + " -- --verbose";
        }
        if (VITEST.matcher(script).matches()) {
            boolean once = script.contains("vitest run") || script.contains("--run");
            return command + " --" + (once ? "" : " --run") + " --reporter=verbose";
        }
        return script.startsWith("react-scripts test") ? "CI=true " + command + " -- --verbose" : command;
    }

    private static boolean isTest(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean script = name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".cjs");
        return script
                && !path.contains("node_modules/")
                && (FOLDER.matcher(path).find() || NAME.matcher(name).matches());
    }

    private static String script(Map<String, String> files) {
        String manifest = files.get(MANIFEST);
        if (manifest == null) {
            return "";
        }
        try {
            return Json.readForeign(manifest)
                    .getFirst()
                    .path("scripts")
                    .path("test")
                    .asString("");
        } catch (MalformedJson e) {
            return "";
        }
    }

    private static String shortened(String script) {
        String line = script.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}

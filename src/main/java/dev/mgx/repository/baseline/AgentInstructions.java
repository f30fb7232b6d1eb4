package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The test command that AGENTS.md names, between backticks in a line about tests or in a block of shell commands. */
final class AgentInstructions {
    private static final String PATH = "AGENTS.md";
    private static final int LONGEST_LINE = 2_000;
    private static final Pattern CODE = Pattern.compile("`([^`]++)`");
    private static final Pattern ABOUT_TESTS =
            Pattern.compile("(?i)\\b(?:tests?|testing|tested|check(?:s|ed)?|verify)\\b");
    private static final Pattern ABOUT_SOME = Pattern.compile(
            "(?i)\\b(?:single|one|specific|particular|individual|only|watch|e2e|end-to-end|never|don't|not)\\b");
    private static final Pattern TOOL = Pattern.compile("^(?:[A-Z_]++=\\S++ )*+(?:\\./[\\w./-]++"
            + "|npm|npx|pnpm|yarn|bun|deno|node|mvn|gradle|python3?|pytest|tox|nox|uv|poetry|make|just|go|cargo|bundle|rake|rspec"
            + "|composer|php|dotnet|mix|sbt|swift|ctest|bazel|sh|bash)(?: .*)?");
    private static final Pattern RUNS_TESTS =
            Pattern.compile("(?i)tests?\\b|unittest|check\\b|verify\\b|spec\\b|\\btox\\b|jest\\b");
    private static final Pattern UNUSABLE = Pattern.compile("[<>\\\\\\p{Cntrl}]|\\.\\.\\.|…|::");

    private final List<String> all = new ArrayList<>();
    private final List<String> some = new ArrayList<>();
    private boolean block;

    private AgentInstructions() {}

    static Optional<TestCommand> testCommand(Map<String, String> files) {
        AgentInstructions read = new AgentInstructions();
        files.getOrDefault(PATH, "")
                .lines()
                .filter(line -> line.length() <= LONGEST_LINE)
                .forEach(read::line);
        read.all.addAll(read.some);
        return read.all.stream()
                .findFirst()
                .map(command -> new TestCommand(
                        NodeTests.withNames(command, files),
                        "AGENTS.md says to test with `%s`.".formatted(command),
                        "other"));
    }

    private void line(String line) {
        if (line.strip().startsWith("```")) {
            block = !block;
        } else if (block) {
            offer(line, line);
        } else if (ABOUT_TESTS.matcher(line).find()) {
            Matcher code = CODE.matcher(line);
            while (code.find()) {
                offer(code.group(1), line);
            }
        }
    }

    private void offer(String code, String line) {
        int remark = code.indexOf(" #");
        String command = (remark < 0 ? code : code.substring(0, remark))
                .strip()
                .replaceFirst("^[$>] ", "")
                .strip();
        boolean tool = TOOL.matcher(command).matches();
        if (tool
                && RUNS_TESTS.matcher(command).find()
                && !UNUSABLE.matcher(command).find()) {
            (ABOUT_SOME.matcher(line).find() ? some : all).add(command);
        }
    }
}

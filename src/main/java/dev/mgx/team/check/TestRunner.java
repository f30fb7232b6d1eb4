package dev.mgx.team.check;

import java.util.regex.Pattern;

/** The packages that run a program's own tests, the files in which these stand, and the commands that run them. */
public final class TestRunner {
    private static final Pattern FILE = Pattern.compile(
            "(?:.*/)?(?:tests?/.*|test_[^/]*|[^/]*_test\\.\\w+|[^/]*[.](?:test|spec)\\.\\w+|[^/]*Tests?\\.java)");

    private static final Pattern PACKAGE =
            Pattern.compile("(?i)(?:vitest|jest|mocha|ava|pytest|junit|org\\.junit\\.[\\w.-]++)(?:$|[^\\w-].*)");

    private static final Pattern COMMAND = Pattern.compile(
            "\\b(?:npx (?:vitest|jest|mocha|ava)|pytest|org\\.junit\\.platform\\.console\\.ConsoleLauncher)\\b");

    private TestRunner() {}

    /** Whether a path is that of a test. */
    public static boolean isTest(String path) {
        return FILE.matcher(path).matches();
    }

    /** Whether a package, as a design names it, runs tests. */
    public static boolean isPackage(String named) {
        return PACKAGE.matcher(named.strip()).matches();
    }

    /** Whether a command runs tests by such a package. */
    public static boolean isStartedBy(String command) {
        return COMMAND.matcher(command).find();
    }
}

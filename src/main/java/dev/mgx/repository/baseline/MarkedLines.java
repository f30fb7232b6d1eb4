package dev.mgx.repository.baseline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines that begin with a mark, ✔ or ✖, in groups by how far they are indented: as Node.js, Mocha, Jest and Vitest write them. */
final class MarkedLines implements ReportFormat {
    private static final Pattern NUMBERED = Pattern.compile("\\d{1,6}\\) (.*)");
    private static final Pattern KIND = Pattern.compile("(?:skipped|todo) (.*)");
    private static final Pattern TESTS_OF_A_FILE = Pattern.compile("(\\S++) \\(\\d++ tests?\\b[^)]*+\\).*");

    private final Runner runner;
    private final NestedResults results = new NestedResults(" > ");
    private final IndentedGroups groups = new IndentedGroups();
    private boolean seen;
    private boolean over;

    /** Who writes them, and what only that one writes. */
    enum Runner {
        NODE("ℹ tests \\d++", "✖ failing tests:", 0, "✔", "✖", "﹣"),
        MOCHA(" *+\\d++ passing\\b.*", " *+\\d++ passing\\b.*", 2, "✔✓√", "", "-"),
        JEST("Tests: .*", "Summary of all failing tests", 2, "✓√", "✕×", "○✎"),
        VITEST(" *+Test Files  .*", " *+⎯++ .*", 1, "✓√", "×✗", "↓");

        private final Pattern summary;
        private final Pattern end;
        private final int indentation;
        private final String passed;
        private final String failed;
        private final String skipped;

        /**
         * @param summary a line that only its output has
         * @param end after which nothing but failures told again comes
         * @param indentation the least of a line that tells of a test
         */
        Runner(String summary, String end, int indentation, String passed, String failed, String skipped) {
            this.summary = Pattern.compile(summary);
            this.end = Pattern.compile(end);
            this.indentation = indentation;
            this.passed = passed;
            this.failed = failed;
            this.skipped = skipped;
        }

        private @Nullable TestStatus status(char mark) {
            return passed.indexOf(mark) >= 0
                    ? TestStatus.PASSED
                    : failed.indexOf(mark) >= 0
                            ? TestStatus.FAILED
                            : skipped.indexOf(mark) >= 0 ? TestStatus.SKIPPED : null;
        }
    }

    MarkedLines(Runner runner) {
        this.runner = runner;
    }

    @Override
    public void line(String line) {
        seen |= runner.summary.matcher(line).matches();
        over = (over || runner.end.matcher(line).matches()) && !begins(line);
        String text = line.stripLeading();
        if (over || text.isEmpty()) {
            return;
        }
        int indentation = line.length() - text.length();
        TestStatus status = text.length() > 1 && text.charAt(1) == ' ' ? runner.status(text.charAt(0)) : null;
        if (status != null) {
            if (indentation >= runner.indentation) {
                result(indentation, text.substring(2), status);
            }
        } else if (!isNumbered(indentation, text)) {
            group(indentation, text);
        }
    }

    /** A script that a package manager starts, or a file of Jest. */
    private boolean begins(String line) {
        return line.startsWith("> ") || (runner == Runner.JEST && isFile(line));
    }

    private static boolean isFile(String line) {
        return line.startsWith("PASS ") || line.startsWith("FAIL ");
    }

    private boolean isNumbered(int indentation, String text) {
        Matcher numbered = NUMBERED.matcher(text);
        boolean failure = runner == Runner.MOCHA && indentation >= runner.indentation && numbered.matches();
        if (failure) {
            result(indentation, numbered.group(1), TestStatus.FAILED);
        }
        return failure;
    }

    private void result(int indentation, String text, TestStatus status) {
        String name = text.strip();
        boolean skipped = name.endsWith("# SKIP") || name.contains(" # SKIP ") || name.contains(" # TODO");
        name = name.replaceFirst(" # (?:SKIP|TODO).*", "");
        Matcher kind = KIND.matcher(name);
        if (runner == Runner.JEST && status == TestStatus.SKIPPED && kind.matches()) {
            name = kind.group(1);
        }
        if (runner == Runner.VITEST) {
            Matcher file = TESTS_OF_A_FILE.matcher(name);
            name = file.matches() ? file.group(1) : TestDuration.withoutBare(name);
        }
        List<String> around = runner == Runner.VITEST ? List.of() : groups.around(indentation);
        results.add(around, TestDuration.without(name), skipped ? TestStatus.SKIPPED : status);
    }

    private void group(int indentation, String text) {
        if (runner == Runner.NODE) {
            if (text.startsWith("▶ ")) {
                groups.enter(indentation, TestDuration.without(text.substring(2)));
            }
        } else if (runner == Runner.JEST && isFile(text) && indentation == 0) {
            groups.enter(0, TestDuration.without(text.substring("PASS ".length())));
        } else if (indentation >= 2) {
            groups.enter(indentation, text.stripTrailing());
        }
    }

    @Override
    public void addTo(TestNames names) {
        if (seen) {
            results.addTo(names);
        }
    }
}

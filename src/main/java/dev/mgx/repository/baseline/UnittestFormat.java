package dev.mgx.repository.baseline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Python's unittest with {@code -v}: {@code test_a (module.Case.test_a) ... ok}, before Python 3.11 without the second name.
 * A description, and what the test prints, may come in between.
 */
final class UnittestFormat implements ReportFormat {
    private static final Pattern TEST = Pattern.compile("(\\w++) \\(([\\w.]++)\\)(.*)");
    private static final Pattern FAILURE =
            Pattern.compile("(?:FAIL|ERROR|UNEXPECTED SUCCESS): (\\w++) \\(([\\w.]++)\\).*");
    private static final String BEFORE_STATUS = " ... ";

    private final TestNames told = new TestNames();
    private @Nullable String waiting;
    private boolean failures;

    @Override
    public void line(String line) {
        if (line.startsWith("==========")) {
            failures = true;
            waiting = null;
            return;
        }
        if (line.startsWith("Ran ")) {
            failures = false;
        }
        Matcher failure = FAILURE.matcher(line);
        if (failures && failure.matches()) {
            told.tell(name(failure), TestStatus.FAILED);
            return;
        }
        Matcher test = TEST.matcher(line.stripLeading());
        if (!failures && test.matches()) {
            String rest = begin(test);
            Matcher next = TEST.matcher(rest);
            while (next.matches()) {
                rest = begin(next);
                next = TEST.matcher(rest);
            }
            status(BEFORE_STATUS + rest);
        } else if (waiting != null) {
            TestStatus bare = read(line);
            if (bare == null) {
                status(line);
            } else {
                conclude(waiting, bare);
            }
        }
    }

    /** What follows the name: before Python 3.11 the next test stands in the line of one of which a part failed. */
    private String begin(Matcher test) {
        waiting = name(test);
        return test.group(3).startsWith(BEFORE_STATUS)
                ? test.group(3).substring(BEFORE_STATUS.length())
                : test.group(3);
    }

    private void status(String text) {
        int at = text.lastIndexOf(BEFORE_STATUS);
        TestStatus status = at < 0 ? null : read(text.substring(at + BEFORE_STATUS.length()));
        if (status != null && waiting != null) {
            conclude(waiting, status);
        }
    }

    private void conclude(String name, TestStatus status) {
        told.tell(name, status);
        waiting = null;
    }

    private static String name(Matcher test) {
        String method = test.group(1);
        String place = test.group(2);
        return place.endsWith("." + method) ? place : place + "." + method;
    }

    private static @Nullable TestStatus read(String text) {
        return switch (text.strip()) {
            case "ok" -> TestStatus.PASSED;
            case "FAIL", "ERROR", "unexpected success" -> TestStatus.FAILED;
            case "expected failure" -> TestStatus.SKIPPED;
            case String other ->
                other.startsWith("skipped '") || other.startsWith("skipped \"") ? TestStatus.SKIPPED : null;
        };
    }

    @Override
    public void addTo(TestNames names) {
        told.byName().forEach(names::add);
    }
}

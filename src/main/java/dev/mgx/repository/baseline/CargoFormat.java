package dev.mgx.repository.baseline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code cargo test}: tests by the program that they are in. What follows {@code failures:} was printed by tests. */
final class CargoFormat implements ReportFormat {
    private static final Pattern PROGRAM =
            Pattern.compile(" *+(?:Running (?:unittests )?(\\S++) \\(.*|Doc-tests (\\S++))");
    private static final Pattern BEGIN = Pattern.compile("running \\d++ tests?");
    private static final Pattern TEST = Pattern.compile("test (\\S.*?) \\.\\.\\. ?(.*)");
    private static final Pattern PLACE = Pattern.compile(" \\(line \\d++\\)");

    private final TestNames found = new TestNames();
    private String program = "";
    private boolean running;
    private @Nullable String waiting;

    @Override
    public void line(String line) {
        Matcher next = PROGRAM.matcher(line);
        if (next.matches()) {
            program = next.group(1) == null ? "doc-tests of " + next.group(2) : next.group(1);
        } else if (BEGIN.matcher(line).matches()) {
            running = true;
        } else if (line.equals("failures:") || line.startsWith("test result: ")) {
            running = false;
            waiting = null;
        } else if (running) {
            result(line);
        }
    }

    private void result(String line) {
        Matcher test = TEST.matcher(line);
        boolean begins = test.matches();
        String name = begins ? (program + " " + PLACE.matcher(test.group(1)).replaceAll("")).strip() : waiting;
        TestStatus status = status(begins ? test.group(2) : line);
        waiting = status == null ? name : null;
        if (name != null && status != null) {
            found.add(name, status);
        }
    }

    private static @Nullable TestStatus status(String text) {
        String word = TestDuration.without(text.replace('<', '(').replace('>', ')'));
        return word.equals("ok")
                ? TestStatus.PASSED
                : word.equals("FAILED")
                        ? TestStatus.FAILED
                        : word.equals("ignored") || word.startsWith("ignored, ") ? TestStatus.SKIPPED : null;
    }

    @Override
    public void addTo(TestNames names) {
        found.byName().forEach(names::add);
    }
}

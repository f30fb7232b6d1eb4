package dev.mgx.repository.baseline;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tree that JUnit's console launcher prints, with boxes or in ASCII. */
final class ConsoleTree implements ReportFormat {
    private static final String BRANCHES = "│├└─╷|+'`-. ";
    private static final Pattern SUMMARY = Pattern.compile("\\[ *+\\d++ tests (?:found|successful) *+\\]");

    private final NestedResults results = new NestedResults(" > ");
    private final IndentedGroups groups = new IndentedGroups();
    private boolean seen;

    private enum Mark {
        PASSED(TestStatus.PASSED, " [OK]", " ✔"),
        FAILED(TestStatus.FAILED, " [X]", " ✘"),
        SKIPPED(TestStatus.SKIPPED, " [S]", " ↷");

        private final TestStatus status;
        private final String ascii;
        private final String unicode;

        Mark(TestStatus status, String ascii, String unicode) {
            this.status = status;
            this.ascii = ascii;
            this.unicode = unicode;
        }

        private int in(String text) {
            int at = text.indexOf(ascii);
            return at < 0 ? text.indexOf(unicode) : at;
        }
    }

    @Override
    public void line(String line) {
        seen |= SUMMARY.matcher(line).matches();
        if (line.isEmpty() || BRANCHES.indexOf(line.charAt(0)) < 0) {
            return;
        }
        int from = 0;
        while (from < line.length() && BRANCHES.indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        String text = line.substring(from);
        Mark mark = first(text);
        if (isBranch(line.substring(0, from)) && mark != null) {
            String name = TestDuration.withoutBare(text.substring(0, mark.in(text)));
            results.add(groups.around(from), name, mark.status);
            groups.enter(from, name);
        }
    }

    private static boolean isBranch(String beginning) {
        return beginning.endsWith("─ ") || beginning.endsWith("-- ");
    }

    /** What follows a mark is a message, which may have any. */
    private static @Nullable Mark first(String text) {
        Mark first = null;
        for (Mark mark : Mark.values()) {
            int at = mark.in(text);
            if (at >= 0 && (first == null || at < first.in(text))) {
                first = mark;
            }
        }
        return first;
    }

    @Override
    public void addTo(TestNames names) {
        if (seen) {
            results.addTo(names);
        }
    }
}

package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Test Anything Protocol, with subtests as Node.js writes them. A line like {@code ok 1 - x} counts in a stream that
 * says that it is one, where its number is the next; what failed counts in any case.
 */
final class TapFormat implements ReportFormat {
    private static final Pattern RESULT = Pattern.compile("(not )?ok\\b(?: (\\d{1,9})\\b)?(?: - | )?(.*)");
    private static final Pattern PLAN = Pattern.compile("1\\.\\.\\d++(?: .*)?");
    private static final String SUBTEST = "# Subtest: ";
    private static final int INDENTATION = 4;
    private static final int DEEPEST = 12;

    private final NestedResults results = new NestedResults(" > ");
    private final List<String> subtests = new ArrayList<>();
    private final int[] last = new int[DEEPEST + 1];
    private boolean said;
    private int block = -1;

    @Override
    public void line(String line) {
        int indentation = indentation(line);
        String text = line.substring(indentation);
        int depth = indentation / INDENTATION;
        if (isInBlock(indentation, text) || depth > DEEPEST) {
            return;
        }
        if (text.equals("---")) {
            block = indentation;
        } else if (text.startsWith(SUBTEST)) {
            while (subtests.size() > depth) {
                subtests.removeLast();
            }
            subtests.add(name(text.substring(SUBTEST.length())));
            begin(depth + 1);
        } else if (depth == 0
                && (text.startsWith("TAP version ") || PLAN.matcher(text).matches())) {
            said = true;
            begin(0);
        } else {
            Matcher result = RESULT.matcher(text);
            if (result.matches()) {
                result(depth, result);
            }
        }
    }

    private void begin(int depth) {
        for (int each = depth; each <= DEEPEST; each++) {
            last[each] = 0;
        }
    }

    /** What stands between {@code ---} and {@code ...} are details of the result before. */
    private boolean isInBlock(int indentation, String text) {
        if (block < 0) {
            return false;
        }
        boolean end = indentation == block && text.equals("...");
        boolean within = end || text.isEmpty() || indentation >= block;
        if (end || !within) {
            block = -1;
        }
        return within;
    }

    private void result(int depth, Matcher result) {
        boolean failed = result.group(1) != null;
        int number = result.group(2) == null ? last[depth] + 1 : Integer.parseInt(result.group(2));
        if (!failed && number != last[depth] + 1) {
            return;
        }
        last[depth] = number;
        begin(depth + 1);
        String text = result.group(3);
        int mark = directive(text);
        String directive = mark < 0 ? "" : text.substring(mark + 2).strip().toUpperCase(Locale.ROOT);
        boolean skipped = directive.startsWith("SKIP") || directive.startsWith("TODO");
        String name = name(mark < 0 ? text : text.substring(0, mark));
        results.add(
                subtests.subList(0, Math.min(depth, subtests.size())),
                name.isBlank() ? "test " + number : name,
                skipped ? TestStatus.SKIPPED : failed ? TestStatus.FAILED : TestStatus.PASSED);
    }

    private static int directive(String text) {
        int mark = text.lastIndexOf(" # ");
        return mark < 0 && text.startsWith("# ") ? 0 : mark;
    }

    private static String name(String text) {
        return text.replace("\\#", "#").replace("\\\\", "\\").strip();
    }

    private static int indentation(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    @Override
    public void addTo(TestNames names) {
        if (said) {
            results.addTo(names);
        }
    }
}

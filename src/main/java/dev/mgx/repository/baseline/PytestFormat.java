package dev.mgx.repository.baseline;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** pytest with {@code -v}, also of several processes, and its short summary ({@code -rA}). */
final class PytestFormat implements ReportFormat {
    private static final Map<String, TestStatus> STATUS = Map.of(
            "PASSED", TestStatus.PASSED,
            "FAILED", TestStatus.FAILED,
            "ERROR", TestStatus.FAILED,
            "SKIPPED", TestStatus.SKIPPED,
            "XFAIL", TestStatus.SKIPPED,
            "XPASS", TestStatus.PASSED);
    private static final Pattern PROCESS = Pattern.compile("\\[gw\\d++\\] \\[ *+\\d++%\\] (.*)");
    private static final Pattern PROGRESS = Pattern.compile("\\[ *+\\d++%\\]");

    private final TestNames told = new TestNames();
    private @Nullable String waiting;
    private boolean summary;

    @Override
    public void line(String line) {
        if (line.startsWith("====")) {
            summary = line.contains(" short test summary info ");
            return;
        }
        Matcher process = PROCESS.matcher(line);
        String text = withoutProgress(process.matches() ? process.group(1) : line);
        int space = text.indexOf(' ');
        TestStatus first = STATUS.get(space < 0 ? text : text.substring(0, space));
        if (first != null) {
            told(space < 0 ? "" : text.substring(space + 1).strip(), first);
        } else if (isTest(text)) {
            test(text);
        }
    }

    private void told(String name, TestStatus status) {
        if (name.isEmpty() && waiting != null) {
            told.tell(waiting, status);
            waiting = null;
        } else if (isTest(name) || (summary && isFile(name))) {
            told.tell(withoutReason(name), status);
        }
    }

    private void test(String text) {
        int colons = text.indexOf("::");
        for (Map.Entry<String, TestStatus> each : STATUS.entrySet()) {
            int at = text.lastIndexOf(" " + each.getKey());
            String rest = at < 0 ? "-" : text.substring(at + 1 + each.getKey().length());
            if (at > colons && (rest.isBlank() || rest.startsWith(" ("))) {
                told.tell(text.substring(0, at), each.getValue());
                waiting = null;
                return;
            }
        }
        int space = text.indexOf(' ');
        waiting = space < 0 ? text : text.substring(0, space);
    }

    private static boolean isTest(String text) {
        int colons = text.indexOf("::");
        return colons > 3 && text.startsWith(".py", colons - 3);
    }

    private static boolean isFile(String text) {
        String path = withoutReason(text);
        return path.endsWith(".py") && path.indexOf(' ') < 0;
    }

    private static String withoutProgress(String line) {
        String text = line.stripTrailing();
        int at = text.lastIndexOf('[');
        return at > 0 && PROGRESS.matcher(text.substring(at)).matches()
                ? text.substring(0, at).stripTrailing()
                : text;
    }

    /** Up to the first dash outside of a parameter. */
    private static String withoutReason(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            if (depth <= 0 && text.startsWith(" - ", at)) {
                return text.substring(0, at);
            }
        }
        return text;
    }

    @Override
    public void addTo(TestNames names) {
        told.byName().forEach(names::add);
    }
}

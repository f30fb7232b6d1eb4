package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Maven's Surefire prints, which names classes and what failed in them, and the reports in JUnit's XML, an indented line for
 * each element, which name every test: a class is read from these where they have it.
 */
final class SurefireFormat implements ReportFormat {
    private static final Pattern CLASS = Pattern.compile(
            "(?:\\[\\w++\\] )?Tests run: (\\d{1,9}), Failures: (\\d++), Errors: (\\d++), Skipped: (\\d{1,9}),"
                    + " Time elapsed: [^<-]*+(?:<<< (?:FAILURE|ERROR)! )?--? in (\\S++).*");
    private static final Pattern FAILURE =
            Pattern.compile("\\[ERROR\\] (\\S[^<]*?)(?: --| ) ?Time elapsed: [^<]*+<<< (?:FAILURE|ERROR)!.*");
    private static final Pattern OLD_NAME = Pattern.compile("([^(]++)\\(([\\w.$]++)\\)");

    private final Map<String, TestStatus> classes = new LinkedHashMap<>();
    private final TestNames failures = new TestNames();
    private final Set<String> reported = new HashSet<>();
    private final List<Case> cases = new ArrayList<>();
    private @Nullable String open;
    private TestStatus status = TestStatus.PASSED;

    private record Case(String name, TestStatus status) {}

    @Override
    public void line(String line) {
        String text = line.strip();
        if (text.startsWith("<")) {
            if (line.startsWith("  ")) {
                element(text);
            }
            return;
        }
        Matcher ofClass = CLASS.matcher(text);
        if (ofClass.matches() && classes.size() < TestNames.MOST) {
            classes.put(ofClass.group(5), ofClass(ofClass));
            return;
        }
        Matcher failure = FAILURE.matcher(text);
        if (failure.matches()) {
            failures.tell(name(failure.group(1).strip()), TestStatus.FAILED);
        }
    }

    private static TestStatus ofClass(Matcher counts) {
        boolean failed = !isZero(counts.group(2)) || !isZero(counts.group(3));
        boolean skipped = counts.group(1).equals(counts.group(4));
        return failed ? TestStatus.FAILED : skipped ? TestStatus.SKIPPED : TestStatus.PASSED;
    }

    private static boolean isZero(String count) {
        return count.chars().allMatch(digit -> digit == '0');
    }

    private static String name(String text) {
        Matcher old = OLD_NAME.matcher(text);
        return old.matches() ? old.group(2) + "." + old.group(1) : text;
    }

    private void element(String text) {
        if (text.startsWith("<testcase ")) {
            close();
            String name = attribute(text, "name");
            String owner = attribute(text, "classname");
            if (!name.isEmpty() && cases.size() < TestNames.MOST) {
                reported.add(owner);
                open = owner.isEmpty() ? name : owner + "." + name;
            }
            if (text.contains("<failure") || text.contains("<error")) {
                status = TestStatus.FAILED;
            } else if (text.contains("<skipped")) {
                status = TestStatus.SKIPPED;
            }
            if (text.endsWith("/>") || text.endsWith("</testcase>")) {
                close();
            }
        } else if (text.startsWith("<failure") || text.startsWith("<error")) {
            status = TestStatus.FAILED;
        } else if (text.startsWith("<skipped")) {
            status = TestStatus.SKIPPED;
        } else if (text.startsWith("</testcase>")) {
            close();
        }
    }

    private void close() {
        if (open != null) {
            cases.add(new Case(open, status));
            open = null;
        }
        status = TestStatus.PASSED;
    }

    private static String attribute(String element, String name) {
        String before = " " + name + "=\"";
        int from = element.indexOf(before) + before.length();
        int to = element.indexOf('"', from);
        return from < before.length() || to < 0
                ? ""
                : element.substring(from, to)
                        .replaceAll("&#\\d++;", " ")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
    }

    @Override
    public void addTo(TestNames names) {
        close();
        cases.forEach(each -> names.add(each.name(), each.status()));
        classes.forEach((name, each) -> {
            if (!reported.contains(name)) {
                names.add(name, each);
            }
        });
        failures.byName().forEach((name, each) -> {
            if (!classes.containsKey(name) && !isReported(name)) {
                names.add(name, each);
            }
        });
    }

    private boolean isReported(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (reported.contains(name.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }
}

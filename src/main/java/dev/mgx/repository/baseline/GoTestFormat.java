package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code go test -v}: the package is named after its tests. */
final class GoTestFormat implements ReportFormat {
    private static final Pattern RESULT = Pattern.compile("(PASS|FAIL|SKIP): (\\S++) \\([\\d.]++s\\)");
    private static final Pattern PACKAGE = Pattern.compile("(ok  |FAIL)\t(\\S++)(?:\t.*| \\[.*\\])");
    private static final String MARK = "--- ";

    private final NestedResults results = new NestedResults("/");
    private final List<Result> open = new ArrayList<>();

    private record Result(String name, TestStatus status) {}

    @Override
    public void line(String line) {
        int mark = line.indexOf(MARK);
        Matcher result = RESULT.matcher(mark < 0 ? "" : line.substring(mark + MARK.length()));
        if (result.matches()) {
            if (open.size() < TestNames.MOST) {
                open.add(new Result(result.group(2), status(result.group(1))));
            }
            return;
        }
        Matcher end = PACKAGE.matcher(line);
        if (end.matches()) {
            close(end.group(2), end.group(1).equals("FAIL"));
        }
    }

    private static TestStatus status(String word) {
        return switch (word) {
            case "PASS" -> TestStatus.PASSED;
            case "FAIL" -> TestStatus.FAILED;
            default -> TestStatus.SKIPPED;
        };
    }

    private void close(String owner, boolean failed) {
        for (Result each : open) {
            List<String> path = new ArrayList<>(List.of(each.name().split("/", -1)));
            path.set(0, owner + "." + path.getFirst());
            results.add(path.subList(0, path.size() - 1), path.getLast(), each.status());
        }
        if (failed && open.stream().noneMatch(each -> each.status() == TestStatus.FAILED)) {
            results.add(List.of(), owner, TestStatus.FAILED);
        }
        open.clear();
    }

    @Override
    public void addTo(TestNames names) {
        results.addTo(names);
    }
}

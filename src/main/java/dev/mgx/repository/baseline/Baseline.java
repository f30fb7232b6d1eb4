package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What came of a project's tests before anything was changed, from two runs of the same command.
 *
 * @param command by which they are run
 * @param passed tests that passed both times
 * @param failed tests that failed both times
 * @param skipped tests that were skipped both times
 * @param flaky tests of which the two runs tell different things, or only one tells anything
 */
public record Baseline(
        String command, List<String> passed, List<String> failed, List<String> skipped, List<String> flaky) {

    public Baseline {
        passed = List.copyOf(passed);
        failed = List.copyOf(failed);
        skipped = List.copyOf(skipped);
        flaky = List.copyOf(flaky);
    }

    public static Baseline of(String command, TestReport first, TestReport second) {
        Set<String> names = new LinkedHashSet<>(first.byName().keySet());
        names.addAll(second.byName().keySet());
        List<String> passed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        List<String> flaky = new ArrayList<>();
        for (String name : names) {
            TestStatus status = first.byName().get(name);
            if (status == null || status != second.byName().get(name)) {
                flaky.add(name);
            } else {
                switch (status) {
                    case PASSED -> passed.add(name);
                    case FAILED -> failed.add(name);
                    case SKIPPED -> skipped.add(name);
                }
            }
        }
        return new Baseline(command, passed, failed, skipped, flaky);
    }

    /** What the same command tells later, held against this. Flaky tests never count. */
    public Regression compare(TestReport after) {
        Set<String> green = new HashSet<>(passed);
        Set<String> red = new HashSet<>(failed);
        Set<String> known = new HashSet<>(green);
        known.addAll(red);
        known.addAll(skipped);
        known.addAll(flaky);
        List<String> broken = new ArrayList<>();
        List<String> mended = new ArrayList<>();
        List<String> added = new ArrayList<>();
        after.byName().forEach((name, status) -> {
            boolean whole = name.equals(TestReport.COMMAND);
            if (status == TestStatus.FAILED && (green.contains(name) || (whole && !known.contains(name)))) {
                broken.add(name);
            } else if (status == TestStatus.PASSED && red.contains(name)) {
                mended.add(name);
            } else if (!known.contains(name) && !whole) {
                added.add(name);
            }
        });
        if (green.contains(TestReport.COMMAND)
                && broken.isEmpty()
                && !after.failed().isEmpty()) {
            broken.add(TestReport.COMMAND);
        }
        List<String> missing = passed.stream()
                .filter(name -> !name.equals(TestReport.COMMAND))
                .filter(name -> {
                    TestStatus now = after.byName().get(name);
                    return now == null || now == TestStatus.SKIPPED;
                })
                .toList();
        return new Regression(broken, missing, mended, added);
    }
}

package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Results of tests in groups. A group's own result counts only where it failed and nothing within it did. */
final class NestedResults {
    private static final int DEEPEST = 12;

    private final String separator;
    private final List<Result> results = new ArrayList<>();
    private final Map<String, Boolean> failureWithin = new HashMap<>();

    private record Result(String name, TestStatus status) {}

    /** @param separator between the names of groups and tests */
    NestedResults(String separator) {
        this.separator = separator;
    }

    void add(List<String> groups, String name, TestStatus status) {
        if (results.size() >= TestNames.MOST) {
            return;
        }
        String path = "";
        for (String group : groups.subList(0, Math.min(groups.size(), DEEPEST))) {
            path = path.isEmpty() ? group : path + separator + group;
            failureWithin.merge(path, status == TestStatus.FAILED, Boolean::logicalOr);
        }
        results.add(new Result(path.isEmpty() ? name : path + separator + name, status));
    }

    void addTo(TestNames names) {
        for (Result result : results) {
            Boolean within = failureWithin.get(result.name());
            if (within == null || (!within && result.status() == TestStatus.FAILED)) {
                names.add(result.name(), result.status());
            }
        }
    }
}

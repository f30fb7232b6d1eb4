package dev.mgx.repository.baseline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tests by name, in order and bounded in number. A name that comes again with another test is numbered. */
final class TestNames {
    static final int MOST = 20_000;
    private static final int LONGEST = 300;

    private final Map<String, TestStatus> byName = new LinkedHashMap<>();
    private final Map<String, Integer> twins = new HashMap<>();

    /** A test of its own. */
    void add(String name, TestStatus status) {
        String key = key(name);
        if (key.isEmpty() || byName.size() >= MOST) {
            return;
        }
        String unique = key;
        while (byName.containsKey(unique)) {
            unique = "%s (%d)".formatted(key, twins.merge(key, 1, Integer::sum) + 1);
        }
        byName.put(unique, status);
    }

    /** A test that may have been told of before: it failed if it was ever said to. */
    void tell(String name, TestStatus status) {
        String key = key(name);
        if (!key.isEmpty() && (byName.containsKey(key) || byName.size() < MOST)) {
            byName.merge(key, status, (was, is) -> was == TestStatus.FAILED ? was : is);
        }
    }

    Map<String, TestStatus> byName() {
        return byName;
    }

    private static String key(String name) {
        String key = name.strip();
        return key.length() <= LONGEST ? key : key.substring(0, LONGEST) + "…";
    }
}

package dev.mgx.server.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs under way have recorded so far: how many events, which files, and whose steps are open. A run whose end is
 * not seen here, because another node has taken it over, is forgotten when there are too many. Thread-safe.
 */
final class OpenRuns {
    private static final int MOST = 10_000;

    private final Map<String, OpenRun> runs = new LinkedHashMap<>();

    /** One of them. */
    private static final class OpenRun {
        private long events;
        private final Set<String> files = new HashSet<>();
        /** The role of each open step. */
        private final Map<String, String> steps = new HashMap<>();
    }

    private OpenRun run(String taskId) {
        OpenRun run = runs.computeIfAbsent(taskId, unseen -> new OpenRun());
        if (runs.size() > MOST) {
            runs.remove(runs.keySet().iterator().next());
        }
        return run;
    }

    synchronized void event(String taskId) {
        run(taskId).events++;
    }

    synchronized void file(String taskId, String path) {
        run(taskId).files.add(path);
    }

    synchronized void stepBegan(String taskId, String step, String role) {
        run(taskId).steps.put(step, role);
    }

    synchronized void stepEnded(String taskId, String step) {
        run(taskId).steps.remove(step);
    }

    /** Forgets a run that is over or gone; answers the roles whose steps were cut short. */
    synchronized List<String> over(String taskId) {
        OpenRun run = runs.remove(taskId);
        return run == null ? List.of() : List.copyOf(run.steps.values());
    }

    /** How many events they have. */
    synchronized long events() {
        return runs.values().stream().mapToLong(run -> run.events).sum();
    }

    /** How many files they have written. */
    synchronized long files() {
        return runs.values().stream().mapToLong(run -> run.files.size()).sum();
    }
}

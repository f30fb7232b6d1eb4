package dev.mgx.server.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts of the active runs: events, files, and the roles of open steps. Bounded: a run whose end is not seen here,
 * because another node took it over, is evicted oldest first. Thread-safe.
 */
final class OpenRuns {
    private static final int MAX_RUNS = 10_000;

    private final Map<String, OpenRun> runs = new LinkedHashMap<>();

    /** One active run. */
    private static final class OpenRun {
        private long events;
        private final Set<String> files = new HashSet<>();
        /** The role of each open step. */
        private final Map<String, String> steps = new HashMap<>();
    }

    private OpenRun run(String taskId) {
        OpenRun run = runs.computeIfAbsent(taskId, unseen -> new OpenRun());
        if (runs.size() > MAX_RUNS) {
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

    /** Removes a finished or deleted run; returns the roles whose steps were interrupted. */
    synchronized List<String> over(String taskId) {
        OpenRun run = runs.remove(taskId);
        return run == null ? List.of() : List.copyOf(run.steps.values());
    }

    /** Events of all active runs. */
    synchronized long events() {
        return runs.values().stream().mapToLong(run -> run.events).sum();
    }

    /** Files written by all active runs. */
    synchronized long files() {
        return runs.values().stream().mapToLong(run -> run.files.size()).sum();
    }
}

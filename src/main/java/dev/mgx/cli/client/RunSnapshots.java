package dev.mgx.cli.client;

import dev.mgx.client.MgxEvent;
import dev.mgx.client.MgxFileVersion;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The files that each run of a task left, folded from its events. Not thread-safe. */
public final class RunSnapshots {
    private final ProjectFiles files;
    private final TreeMap<Integer, FilesOfRun> byRun = new TreeMap<>();

    private RunSnapshots(ProjectFiles files) {
        this.files = files;
    }

    public static RunSnapshots of(ProjectFiles files) throws InterruptedException {
        RunSnapshots snapshots = new RunSnapshots(files);
        files.api().events(files.taskId()).each(snapshots::event);
        return snapshots;
    }

    /**
     * The files of a run.
     *
     * @param until when the next run began: what was written before is of this run
     */
    private record FilesOfRun(Set<String> paths, Instant until) {}

    private void event(MgxEvent received) {
        JsonNode event = received.json();
        JsonNode payload = received.payload();
        switch (received.type()) {
            case "TASK_START" ->
                start(payload, Instant.parse(event.path("timestamp").asString("")));
            case "MESSAGE" -> {
                String path = event.path("file_path").asString("");
                if (payload.path("version").isNumber() && !path.isEmpty() && !byRun.isEmpty()) {
                    byRun.lastEntry().getValue().paths().add(path);
                }
            }
            case "RESULT", "ERROR" -> manifest(payload.path("final_result").path("files"));
            default -> {}
        }
    }

    private void start(JsonNode payload, Instant at) {
        boolean fromNothing = payload.path("kind").asString("").equals("FRESH");
        Set<String> paths = new LinkedHashSet<>();
        Map.Entry<Integer, FilesOfRun> last = byRun.lastEntry();
        if (last != null) {
            Set<String> before = last.getValue().paths();
            byRun.put(last.getKey(), new FilesOfRun(before, at));
            if (!fromNothing) {
                paths.addAll(before);
            }
        }
        byRun.put(payload.path("run").asInt(byRun.size() + 1), new FilesOfRun(paths, Instant.MAX));
    }

    private void manifest(JsonNode paths) {
        if (!paths.isEmpty() && !byRun.isEmpty()) {
            Set<String> own = byRun.lastEntry().getValue().paths();
            own.clear();
            paths.forEach(path -> own.add(path.asString("")));
        }
    }

    /** The number of the latest run; 0 if there is none. */
    public int latest() {
        return byRun.isEmpty() ? 0 : byRun.lastKey();
    }

    /**
     * What changed between the files of two runs, as unified diffs one after the other.
     *
     * @param only this file; all if empty
     * @throws IllegalArgumentException if there is no such run
     */
    public String diff(int before, int after, String only) throws InterruptedException {
        FilesOfRun old = files(before);
        FilesOfRun changed = files(after);
        Set<String> paths = new TreeSet<>(old.paths());
        paths.addAll(changed.paths());
        StringBuilder diff = new StringBuilder();
        for (String path : paths) {
            if (only.isEmpty() || only.equals(path)) {
                List<MgxFileVersion> versions = files.versions(path);
                int from = version(versions, path, old);
                int to = version(versions, path, changed);
                diff.append(from == to ? "" : files.diff(path, from, to));
            }
        }
        return diff.toString();
    }

    private FilesOfRun files(int run) {
        @Nullable FilesOfRun found = byRun.get(run);
        if (found == null) {
            throw new IllegalArgumentException("There is no run %d; the task has %s".formatted(run, inWords(latest())));
        }
        return found;
    }

    private static String inWords(int runs) {
        return switch (runs) {
            case 0 -> "not run yet";
            case 1 -> "one run";
            default -> "runs 1 to " + runs;
        };
    }

    /** The version of a file in a run; 0 if the run has no such file. */
    private static int version(List<MgxFileVersion> versions, String path, FilesOfRun run) {
        int latest = 0;
        for (MgxFileVersion version : versions) {
            if (version.createdAt().isBefore(run.until()) && run.paths().contains(path)) {
                latest = version.version();
            }
        }
        return latest;
    }
}

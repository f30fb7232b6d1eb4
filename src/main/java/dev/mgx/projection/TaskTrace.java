package dev.mgx.projection;

import dev.mgx.store.ArtifactFile;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import dev.mgx.task.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace from sentences of the requirement to checks, from checks to their executions and the files that they run,
 * and from files to their design entries. A fold of the events since the last run that started from nothing; incomplete if the task has
 * not got that far.
 */
public final class TaskTrace {
    /** Events of these types have nothing to trace. */
    public static final Set<EventType> LEFT_OUT =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(EventType.TASK_START, EventType.MESSAGE, EventType.LOG)));

    private final Map<String, Map<?, ?>> checks = new LinkedHashMap<>();
    private final Map<String, Map<?, ?>> designs = new LinkedHashMap<>();
    private final List<Executed> executions = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<String, Map<?, ?>> changes = new LinkedHashMap<>();
    private @Nullable String testFile;
    private int run;

    /** What the last execution that tried a check said of it. */
    private record Verdict(boolean passed, Object eventId) {}

    /** An execution of the tests as on the wire; its checks are named by their ids. */
    record Executed(
            @Nullable Object eventId,
            int run,
            int number,
            @Nullable Object command,
            @Nullable Object exitCode,
            @Nullable Object durationMs,
            List<?> passed,
            List<?> failed) {}

    /**
     * A check as on the wire.
     *
     * @param testFile the program that tests it; null for a check that says itself what is run
     * @param changed who changed it after it had failed, and why
     */
    record Check(
            String id,
            @Nullable Object check,
            @Nullable Object sentence,
            @Nullable Integer sentenceStart,
            @Nullable Integer sentenceEnd,
            @Nullable String testFile,
            String status,
            @Nullable Object lastExecution,
            @Nullable Object changed) {}

    /** What the design says of a file, as on the wire. */
    record DesignEntry(
            @Nullable Object purpose,
            @Nullable Object dependsOn,
            @Nullable Object provides) {}

    /** A file as on the wire, with the ids of the checks that run it or name it in a command. */
    record TracedFile(
            String filePath,
            @Nullable String agentRole,
            int version,
            @Nullable DesignEntry design,
            List<String> checks) {}

    /** Everything as on the wire. */
    record Document(
            String taskId,
            int run,
            String requirement,
            List<Check> checks,
            List<TracedFile> files,
            List<Executed> executions) {}

    /** Takes the next event of the task. */
    public void add(RecordedEvent recorded) {
        Map<String, @Nullable Object> payload = recorded.event().payload();
        if (recorded.type() == EventType.TASK_START) {
            begin(payload.get("kind"));
        }
        if (payload.get("document") instanceof Map<?, ?> document) {
            read(document);
        }
        if (payload.get("execution") instanceof Map<?, ?> execution) {
            executed(recorded.eventId(), execution);
        }
    }

    /** A run on changed files has not been tested yet; one that resumes goes on with what was found out. */
    private void begin(@Nullable Object kind) {
        run++;
        switch (String.valueOf(kind)) {
            case "FRESH" -> {
                checks.clear();
                designs.clear();
                executions.clear();
                verdicts.clear();
                changes.clear();
                testFile = null;
            }
            case "FOLLOW_UP", "EDIT" -> verdicts.clear();
            default -> {}
        }
    }

    /**
     * A design has files, a project's manifest checks. In a project of an earlier version the design and the manifest
     * have a test file, and the product requirements have checks.
     */
    private void read(Map<?, ?> document) {
        changed(document.get("changed_checks"));
        if (document.get("checks") instanceof List<?> all) {
            checks.clear();
            all.forEach(each -> keep(each, "id", checks));
        }
        if (document.get("files") instanceof List<?> all) {
            designs.clear();
            all.forEach(each -> keep(each, "path", designs));
        }
        if (document.get("test_file") instanceof String path) {
            testFile = path;
        }
    }

    private static void keep(@Nullable Object value, String key, Map<String, Map<?, ?>> into) {
        if (value instanceof Map<?, ?> fields && fields.get(key) instanceof String name) {
            into.put(name, fields);
        }
    }

    /** Both a project's manifest and an execution have all of the changes that there were. */
    private void changed(@Nullable Object all) {
        if (all instanceof Map<?, ?> byId) {
            changes.clear();
            byId.forEach((id, change) -> {
                if (change instanceof Map<?, ?> fields) {
                    changes.put(String.valueOf(id), fields);
                }
            });
        }
    }

    private void executed(long eventId, Map<?, ?> execution) {
        changed(execution.get("changed_checks"));
        List<?> passed = execution.get("passed_checks") instanceof List<?> ids ? ids : List.of();
        List<?> failed = execution.get("failed_checks") instanceof List<?> ids ? ids : List.of();
        verdicts.clear(); // what an execution did not get to is not known of the files it tried
        passed.forEach(id -> verdicts.put(String.valueOf(id), new Verdict(true, eventId)));
        failed.forEach(id -> verdicts.put(String.valueOf(id), new Verdict(false, eventId)));
        executions.add(new Executed(
                eventId,
                run,
                executions.size() + 1,
                execution.get("command"),
                execution.get("exit_code"),
                execution.get("duration_ms"),
                passed,
                failed));
    }

    /** Everything as on the wire. */
    public Document document(Task task, List<ArtifactFile> files) {
        List<Check> traced = new ArrayList<>();
        TextSpan.Plain requirement = TextSpan.Plain.of(task.inputPrompt());
        checks.forEach((id, fields) -> traced.add(check(id, fields, requirement)));
        return new Document(
                task.id(),
                run,
                task.inputPrompt(),
                traced,
                files.stream().map(this::file).toList(),
                List.copyOf(executions));
    }

    private Check check(String id, Map<?, ?> fields, TextSpan.Plain requirement) {
        Object sentence = fields.containsKey("quote") ? fields.get("quote") : fields.get("sentence");
        String first = String.valueOf(sentence).split(" / ", 2)[0]; // a check may serve words of several places
        Optional<TextSpan> span = TextSpan.of(first, requirement);
        Verdict verdict = verdicts.get(id);
        return new Check(
                id,
                fields.get("check"),
                sentence,
                span.map(TextSpan::start).orElse(null),
                span.map(TextSpan::end).orElse(null),
                testFile(fields),
                verdict == null ? "not_run" : verdict.passed() ? "passed" : "failed",
                verdict == null ? null : verdict.eventId(),
                changes.get(id));
    }

    private TracedFile file(ArtifactFile file) {
        Map<?, ?> design = designs.get(file.filePath());
        return new TracedFile(
                file.filePath(),
                file.agentRole(),
                file.latestVersion(),
                design == null
                        ? null
                        : new DesignEntry(design.get("purpose"), design.get("depends_on"), design.get("provides")),
                checksOf(file.filePath()));
    }

    private @Nullable String testFile(Map<?, ?> check) {
        return check.get("steps") instanceof List<?> ? null : testFile;
    }

    private List<String> checksOf(String path) {
        Predicate<String> naming = naming(path);
        return checks.entrySet().stream()
                .filter(check -> path.equals(testFile(check.getValue())) || runs(check.getValue(), naming))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean runs(Map<?, ?> check, Predicate<String> naming) {
        return check.get("steps") instanceof List<?> steps
                && steps.stream()
                        .anyMatch(step -> step instanceof Map<?, ?> fields
                                && fields.get("run") instanceof String command
                                && naming.test(command));
    }

    /** Whether a command names the file with this path, and not another one whose path has this in it. */
    static Predicate<String> naming(String path) {
        Pattern named = Pattern.compile(
                "(?<![\\w./-])(?:\\./)?" + Pattern.quote(path) + "(?!\\.?[\\w/-])", Pattern.UNICODE_CHARACTER_CLASS);
        return command -> command.contains(path) && named.matcher(command).find();
    }
}

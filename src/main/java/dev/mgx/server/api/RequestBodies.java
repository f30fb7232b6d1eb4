package dev.mgx.server.api;

import dev.mgx.server.http.Values;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts validated request bodies, for REST and WebSocket alike. */
public final class RequestBodies {
    private RequestBodies() {}

    /** A task to create. */
    record NewTask(@Nullable String title, String inputPrompt, TaskOptions options, Map<String, String> metadata) {}

    /** Changes to a task; null leaves a field unchanged. */
    record Changes(
            @Nullable String title,
            @Nullable String resultSummary,
            @Nullable String status,
            @Nullable Map<String, String> metadata) {}

    /**
     * The answer to an approval request.
     *
     * @param checks a person's corrected acceptance checks, as given; null if none were corrected
     */
    public record Approval(
            boolean approved,
            @Nullable String comment,
            @Nullable List<Map<String, @Nullable Object>> checks) {}

    static NewTask newTask(Values body) {
        Map<String, String> metadata = body.texts("metadata");
        TaskOptions options = options(body.object("options"));
        if (!options.hasSource()) {
            requireNoTestCommand(options);
        }
        return new NewTask(
                body.text("title"), body.requiredText("input_prompt"), options, metadata == null ? Map.of() : metadata);
    }

    /** The requested run. */
    static RunRequest run(Values body) {
        boolean resume = body.flag("resume");
        // The schema allows only "latest", which a resumed run begins with anyway.
        boolean fromLatest = body.text("from") != null;
        RunRequest fresh = fromLatest ? RunRequest.freshFromLatest() : RunRequest.FRESH;
        TaskOptions options = options(body.object("options"));
        if (options.hasSource()) {
            throw ProblemException.invalid("options.source", "is chosen when the task is created, and not by a run");
        }
        return (resume ? RunRequest.RESUME : fresh).with(options);
    }

    /** @throws ProblemException where a test command is given, for a task that has no existing project */
    static void requireNoTestCommand(TaskOptions options) {
        if (options.testCommand() != null) {
            throw ProblemException.invalid(
                    "options.test_command",
                    "tests an existing project, and the task has none: create it with the option source \"upload\"");
        }
    }

    private static TaskOptions options(Values given) {
        Long seconds = given.optionalWhole("max_duration_seconds");
        return new TaskOptions(
                seconds == null ? null : Math.toIntExact(seconds),
                given.decimal("max_cost_usd"),
                given.optionalWhole("max_tokens"),
                given.optionalFlag("require_plan_approval"),
                given.text("model"),
                given.text("package_approval"),
                given.text("team"),
                given.text("source"),
                given.text("test_command"));
    }

    static Changes changes(Values body) {
        return new Changes(
                body.text("title"), body.text("result_summary"), body.text("status"), body.texts("metadata"));
    }

    public static Approval approval(Values body) {
        return new Approval(body.flag("approved"), body.text("comment"), body.objects("checks"));
    }
}

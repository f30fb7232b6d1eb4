package dev.mgx.server;

import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/** What may be in the bodies of requests, for REST and WebSocket alike. Lengths are in code points. */
final class Inputs {
    static final int MAX_TITLE = 255;
    static final int MAX_PROMPT = 65_536;
    static final int MAX_CONTENT = 65_536;
    private static final int MAX_SUMMARY = 65_536;
    private static final int MAX_COMMENT = 10_000;
    private static final int MAX_MODEL = 200;

    private static final int MAX_DURATION_SECONDS = 7 * 24 * 3600;
    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final long MAX_COST_USD = 1_000_000;

    private Inputs() {}

    /** A task to be made. */
    record NewTask(@Nullable String title, String inputPrompt, TaskOptions options) {}

    /** Changes to a task; null leaves a field as it is. */
    record Changes(
            @Nullable String title,
            @Nullable String resultSummary,
            @Nullable String status) {}

    /** An answer to a request for approval. */
    record Approval(boolean approved, @Nullable String comment) {}

    static NewTask newTask(Fields fields) {
        String title = fields.text("title", MAX_TITLE);
        String prompt = fields.requiredText("input_prompt", MAX_PROMPT);
        TaskOptions options = options(fields);
        fields.check();
        return new NewTask(title, prompt, options);
    }

    /** The run that a person asks for. */
    static RunRequest run(Fields fields) {
        boolean resume = Boolean.TRUE.equals(fields.flag("resume"));
        String from = fields.text("from", MAX_MODEL);
        if (from != null && !from.equals("latest")) {
            fields.wrong("from", "must be latest");
        } else if (from != null && resume) {
            fields.wrong("from", "is for a run that does not resume: that has its files anyway");
        }
        TaskOptions options = options(fields);
        fields.check();
        RunRequest fresh = from == null ? RunRequest.FRESH : RunRequest.freshFromLatest();
        return (resume ? RunRequest.RESUME : fresh).with(options);
    }

    private static TaskOptions options(Fields fields) {
        Fields given = fields.object("options");
        Long seconds = given.whole("max_duration_seconds", 1, MAX_DURATION_SECONDS);
        var cost = given.decimal("max_cost_usd", 0, MAX_COST_USD);
        Long tokens = given.whole("max_tokens", 1, MAX_TOKENS);
        Boolean approval = given.flag("require_plan_approval");
        String model = given.text("model", MAX_MODEL);
        if (model != null && model.isBlank()) {
            given.wrong("model", "must not be blank");
        }
        Integer duration = seconds == null ? null : Math.toIntExact(seconds);
        return new TaskOptions(duration, cost, tokens, approval, model);
    }

    static Changes changes(Fields fields) {
        Changes changes = new Changes(
                fields.text("title", MAX_TITLE), fields.text("result_summary", MAX_SUMMARY), fields.text("status", 20));
        fields.check();
        return changes;
    }

    /** Leaves the check to the caller, whose object this is a part of. */
    static Approval approval(Fields fields) {
        return new Approval(fields.requiredFlag("approved"), fields.text("comment", MAX_COMMENT));
    }
}

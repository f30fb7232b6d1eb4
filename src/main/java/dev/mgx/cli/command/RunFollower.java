package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.Patience;
import dev.mgx.cli.client.ProjectExporter;
import dev.mgx.cli.client.ProjectExporter.Written;
import dev.mgx.cli.client.ServerRefused;
import dev.mgx.cli.client.ServerUnreachable;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.client.Watch;
import dev.mgx.cli.client.WatchListener;
import dev.mgx.cli.terminal.ApprovalPrompt;
import dev.mgx.cli.terminal.JsonLines;
import dev.mgx.cli.terminal.OnCtrlC;
import dev.mgx.cli.terminal.Progress;
import dev.mgx.cli.terminal.Report;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.cli.terminal.UsageRows;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Asks for a run, shows it to its end, and reports what came of it. Ctrl-C stops the task. A server inside this
 * process stays until the tasks that others gave it are over too.
 */
final class RunFollower {
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final CommandContext context;
    private final ServerChoice choice;
    private final ServerLink link;
    private final FollowOptions options;
    private final Terminal beside;

    RunFollower(CommandContext context, ServerChoice choice, ServerLink link, FollowOptions options) {
        this.context = context;
        this.choice = choice;
        this.link = link;
        this.options = options;
        beside = options.json() ? context.terminal().besideData() : context.terminal();
    }

    /** Where things are said to a person. */
    Terminal beside() {
        return beside;
    }

    /** Says what a person should know of the server before anything else. */
    void introduce() {
        beside.wrapped(Style.DIM.of(link.banner()));
    }

    /** What asks for the run. */
    interface Start {
        void run() throws InterruptedException;
    }

    /**
     * Follows a run.
     *
     * @param task as the server has it
     * @param sinceEventId the task's last event before this run
     * @param deliver whether its files are written where no folder was named
     * @return what the command ends with
     */
    int follow(JsonNode task, long sinceEventId, boolean deliver, Start start) throws InterruptedException {
        String id = TaskRef.id(task);
        String shortId = new TaskRef(link.api()).shorten(id);
        JsonNode state;
        try (OnCtrlC _ = OnCtrlC.does(beside, () -> stop(id, shortId))) {
            start.run();
            state = watch(id, shortId, sinceEventId);
        }
        int exitCode = deliver(task, shortId, state, deliver);
        awaitOthers();
        return exitCode;
    }

    private JsonNode watch(String id, String shortId, long sinceEventId) throws InterruptedException {
        if (options.json()) {
            return watch(id, sinceEventId, new JsonLines(context.terminal(), beside));
        }
        Progress progress = new Progress(beside);
        try {
            String approve = choice.suggestion(context.program(), "approve " + shortId);
            return watch(id, sinceEventId, new ApprovalPrompt(progress, link.api(), id, beside, approve));
        } finally {
            progress.close();
        }
    }

    private JsonNode watch(String id, long sinceEventId, WatchListener listener) throws InterruptedException {
        return new Watch(link.api(), id, sinceEventId, listener, Patience.DEFAULT).untilOver();
    }

    private void stop(String id, String shortId) throws InterruptedException {
        try {
            beside.status("");
            beside.note("Stopping the task…");
            link.api().post("/api/tasks/" + id + "/stop", Map.of());
            beside.note("Stopped. Resume it: " + choice.suggestion(context.program(), "resume " + shortId));
        } finally {
            link.close();
        }
    }

    private int deliver(JsonNode task, String shortId, JsonNode state, boolean deliver) throws InterruptedException {
        boolean hasFiles = !state.path("final_result").path("files").isEmpty();
        Optional<Written> written = Optional.empty();
        String problem = "";
        String out = options.folder();
        if (hasFiles && (deliver || !out.isEmpty())) {
            try {
                ProjectExporter exporter = new ProjectExporter(link.api(), TaskRef.id(task));
                written = Optional.of(
                        exporter.toFolder(out, task.path("input_prompt").asString("")));
            } catch (IllegalArgumentException | UncheckedIOException | ServerRefused | ServerUnreachable e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        new Report(beside, rest -> choice.suggestion(context.program(), rest))
                .print(state, UsageRows.of(link.api(), TaskRef.id(task)), shortId, written);
        if (!problem.isEmpty()) {
            beside.problem(problem);
            return ExitCode.FAILED;
        }
        return Report.exitCode(state);
    }

    private void awaitOthers() throws InterruptedException {
        if (!link.isEmbedded() || link.busy() == 0) {
            return;
        }
        beside.note("Waiting for tasks that other mgx processes started on this server. (Ctrl-C exits now.)");
        try (OnCtrlC _ = OnCtrlC.does(beside, link::close)) {
            while (link.busy() > 0) {
                Thread.sleep(LOOK_INTERVAL);
            }
        }
    }
}

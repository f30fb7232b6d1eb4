package dev.mgx.cli.command.run;

import dev.mgx.cli.client.Delivered;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectExporter;
import dev.mgx.cli.client.ProjectExporter.Written;
import dev.mgx.cli.client.SourceUpload;
import dev.mgx.cli.client.TaskBranch;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.terminal.ApprovalPrompt;
import dev.mgx.cli.terminal.BannerRows;
import dev.mgx.cli.terminal.JsonLines;
import dev.mgx.cli.terminal.LatestRun;
import dev.mgx.cli.terminal.OnCtrlC;
import dev.mgx.cli.terminal.Progress;
import dev.mgx.cli.terminal.Report;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.cli.terminal.UsageRows;
import dev.mgx.client.MgxState;
import dev.mgx.client.ServerRefused;
import dev.mgx.client.ServerUnreachable;
import dev.mgx.client.WatchListener;
import dev.mgx.repository.Author;
import dev.mgx.repository.UnusableRepository;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Starts a run, follows it to its end and prints the report. Ctrl-C stops the task. A server inside this process keeps
 * running until tasks started by other processes are over too.
 */
final class RunFollower {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final CommandContext context;
    private final ServerChoice choice;
    private final ServerLink link;
    private final FollowOptions options;
    private final Terminal terminal;
    private final Optional<Author> author;
    private LatestRun run = new LatestRun();
    private Optional<String> comparedWith = Optional.empty();

    RunFollower(CommandContext context, ServerChoice choice, ServerLink link, FollowOptions options) {
        this.context = context;
        this.choice = choice;
        this.link = link;
        this.options = options;
        terminal = options.json() ? context.terminal().besideData() : context.terminal();
        author = options.repository().map(_ -> context.launcher().author(choice.settings()));
    }

    /** The terminal for messages to people. */
    Terminal terminal() {
        return terminal;
    }

    /**
     * Prints the server's banner.
     *
     * @throws IllegalStateException if nobody can read it: then nobody would see what a run comes to
     */
    void introduce() {
        new BannerRows(terminal).print(link.banner());
        if (context.terminal().isBroken()) {
            throw new IllegalStateException("Nothing can be written to standard output; the run was not started");
        }
    }

    /** Requests a run, or joins the one that is under way. */
    void start(String id, Map<String, @Nullable Object> body) throws InterruptedException {
        if (link.api().run(id, body).alreadyRunning()) {
            terminal.line("The task is running already; this shows it from here.");
        }
    }

    /** Requests the first run of a task, after it was given the repository that it is about, if there is one. */
    void start(JsonNode task, Optional<SourceUpload> source) throws InterruptedException {
        if (source.isPresent()) {
            terminal.status("Uploading the source…");
            source.get().send(link.api(), task, author.orElseThrow());
            comparedWith = source.get().comparedWith();
        }
        start(TaskRef.id(task), Map.of());
    }

    /** Starts the run. */
    interface Start {
        void run() throws InterruptedException;
    }

    /**
     * Starts and follows a run.
     *
     * @param task the task as returned by the server
     * @param sinceEventId the task's last event before this run
     * @param export whether to export the files even if no folder was given
     * @return the exit code
     * @throws IllegalArgumentException if a repository was given for the branch of a task that has none
     */
    int follow(JsonNode task, long sinceEventId, boolean export, Start start) throws InterruptedException {
        if (author.isPresent() && !TaskBranch.isOf(task)) {
            throw new IllegalArgumentException(
                    "The task has no repository, so leave out --repo; one that has is started with 'run --repo DIR'");
        }
        String id = TaskRef.id(task);
        String shortId = new TaskRef(link.api()).shorten(id);
        MgxState state;
        try (OnCtrlC _ = OnCtrlC.run(terminal, () -> stop(id, shortId))) {
            start.run();
            state = watch(id, shortId, sinceEventId);
        }
        int exitCode = deliver(task, shortId, state, export);
        awaitOthers();
        return exitCode;
    }

    private MgxState watch(String id, String shortId, long sinceEventId) throws InterruptedException {
        if (options.json()) {
            return watch(id, sinceEventId, new JsonLines(context.terminal(), terminal, run));
        }
        Progress progress = new Progress(terminal, options.showText());
        run = progress.run();
        try {
            String approve = choice.suggestion(context.program(), "approve " + shortId);
            return watch(id, sinceEventId, new ApprovalPrompt(progress, link.api(), id, terminal, approve));
        } finally {
            progress.close();
        }
    }

    private MgxState watch(String id, long sinceEventId, WatchListener listener) throws InterruptedException {
        return link.api().watch(id, sinceEventId, listener).untilOver();
    }

    private void stop(String id, String shortId) throws InterruptedException {
        try {
            terminal.status("");
            terminal.note("Stopping the task…");
            link.api().stop(id);
            terminal.note("Stopped. Resume it: " + choice.suggestion(context.program(), "resume " + shortId));
        } finally {
            link.close();
        }
    }

    private int deliver(JsonNode task, String shortId, MgxState state, boolean export) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        Optional<Written> written = export(task, state, export, problems);
        String branch = branch(task, shortId, problems);
        new Report(terminal, rest -> choice.suggestion(context.program(), rest))
                .print(state, run, UsageRows.of(link.api(), TaskRef.id(task)), shortId, new Delivered(written, branch));
        problems.forEach(terminal::problem);
        return problems.isEmpty() ? Report.exitCode(state) : ExitCode.FAILED;
    }

    private Optional<Written> export(JsonNode task, MgxState state, boolean export, List<String> problems)
            throws InterruptedException {
        boolean hasFiles = !state.finalResult().path("files").isEmpty();
        String out = options.folder();
        if (hasFiles && (export || !out.isEmpty())) {
            try {
                ProjectExporter exporter = new ProjectExporter(link.api(), TaskRef.id(task));
                return Optional.of(
                        exporter.toFolder(out, task.path("input_prompt").asString("")));
            } catch (IllegalArgumentException | UncheckedIOException | ServerRefused | ServerUnreachable e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** Makes the branch, where a repository was given, and says what became of it, or how to make it. */
    private String branch(JsonNode task, String shortId, List<String> problems) throws InterruptedException {
        Delivered later = TaskBranch.later(task, choice.suggestion(context.program(), "apply " + shortId));
        if (author.isEmpty()) {
            return later.branch();
        }
        try {
            Path folder = options.repository().orElseThrow();
            return new TaskBranch(link.api(), author.get())
                    .apply(folder, TaskRef.id(task), comparedWith)
                    .orElse("no commits, because nothing was changed");
        } catch (UnusableRepository | IllegalArgumentException | ServerRefused | ServerUnreachable e) {
            problems.add(String.valueOf(e.getMessage()));
            return later.branch();
        }
    }

    private void awaitOthers() throws InterruptedException {
        if (!link.isEmbedded() || link.busy() == 0) {
            return;
        }
        terminal.note("Waiting for tasks that other mgx processes started on this server. (Ctrl-C exits now.)");
        try (OnCtrlC _ = OnCtrlC.run(terminal, link::close)) {
            while (link.busy() > 0) {
                Thread.sleep(POLL_INTERVAL);
            }
        }
    }
}

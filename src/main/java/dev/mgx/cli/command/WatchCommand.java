package dev.mgx.cli.command;

import dev.mgx.cli.client.Delivered;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskBranch;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.JsonLines;
import dev.mgx.cli.terminal.LatestRun;
import dev.mgx.cli.terminal.OnCtrlC;
import dev.mgx.cli.terminal.Progress;
import dev.mgx.cli.terminal.Report;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.cli.terminal.UsageRows;
import dev.mgx.client.MgxState;
import dev.mgx.client.WatchListener;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx watch}: shows a task's events from the first one until the task is over. */
@Command(
        name = "watch",
        header = "Watch a task until it finishes.",
        description = "Shows its events from the first one. Ctrl-C stops watching, not the task.")
final class WatchCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--since", paramLabel = "N", description = "only events after this event_id")
    private long since;

    @Option(names = "--json", description = "print only events to standard output, one JSON object per line")
    private boolean json;

    @Option(names = "--show-text", description = "show the text of the models as they write it")
    private boolean showText;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (since < 0) {
            throw new IllegalArgumentException("--since is %d, but must be 0 or more".formatted(since));
        }
        Terminal terminal = context.terminal();
        Terminal messages = json ? terminal.besideData() : terminal;
        try (ServerLink link = context.open(choice, Purpose.LOOK);
                OnCtrlC _ = OnCtrlC.run(messages, link::close)) {
            JsonNode task = chosen.find(link.api());
            if (json) {
                LatestRun run = new LatestRun();
                return show(link, task, new JsonLines(terminal, messages, run), run, messages);
            }
            Progress progress = new Progress(terminal, showText);
            try {
                return show(link, task, progress, progress.run(), messages);
            } finally {
                progress.close();
            }
        }
    }

    private int show(ServerLink link, JsonNode task, WatchListener listener, LatestRun run, Terminal messages)
            throws InterruptedException {
        String taskId = TaskRef.id(task);
        String shortId = new TaskRef(link.api()).shorten(taskId);
        MgxState state = link.api().state(taskId);
        if (link.isEmbedded() && !state.status().terminal()) {
            link.api().events(taskId).eachAfter(since, listener::event);
            messages.line("");
            messages.line("Not running: the task %s. Resume it: %s"
                    .formatted(
                            state.run() == 0 ? "has not run yet" : "was interrupted",
                            choice.suggestion(context.program(), "resume " + shortId)));
            return ExitCode.FAILED;
        }
        MgxState last = link.api().watch(taskId, since, listener).untilOver();
        listener.tick();
        Delivered delivered = TaskBranch.later(task, choice.suggestion(context.program(), "apply " + shortId));
        new Report(messages, rest -> choice.suggestion(context.program(), rest))
                .print(last, run, UsageRows.of(link.api(), taskId), shortId, delivered);
        return Report.exitCode(last);
    }
}

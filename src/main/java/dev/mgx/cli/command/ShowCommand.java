package dev.mgx.cli.command;

import dev.mgx.cli.client.Age;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskBranch;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.LatestRun;
import dev.mgx.cli.terminal.Report;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.cli.terminal.UsageRows;
import dev.mgx.client.MgxState;
import dev.mgx.json.Json;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mgx show}: shows what a task is and what came of it. */
@Command(
        name = "show",
        header = "Show a task and what came of it.",
        description = "The requirement, the result, each check, the files, and what to do next.")
final class ShowCommand implements Callable<Integer> {
    private final CommandContext context;
    private final Age age = new Age(Clock.systemUTC());

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--json", description = "print the task and its state as one JSON object")
    private boolean json;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = chosen.find(link.api());
            MgxState state = link.api().state(TaskRef.id(task));
            if (json) {
                ObjectNode both = (ObjectNode) task;
                both.set("state", state.json());
                context.terminal().data(Json.write(both));
            } else {
                print(link, task, state);
            }
            return ExitCode.OK;
        }
    }

    private void print(ServerLink link, JsonNode task, MgxState state) throws InterruptedException {
        Terminal terminal = context.terminal();
        String id = TaskRef.id(task);
        String shortId = new TaskRef(link.api()).shorten(id);
        terminal.wrapped(Style.BOLD.of(task.path("input_prompt").asString("").strip()));
        int run = state.run();
        terminal.line(Style.DIM.of("Task %s, created %s ago%s"
                .formatted(id, age.of(task.path("created_at").asString("")), run == 0 ? "" : ", run " + run)));
        switch (state.status()) {
            case SUCCEEDED, FAILED, CANCELLED -> {
                LatestRun latest = new LatestRun();
                link.api().events(id).each(latest::event);
                new Report(terminal, rest -> choice.suggestion(context.program(), rest))
                        .print(
                                state,
                                latest,
                                UsageRows.of(link.api(), id),
                                shortId,
                                TaskBranch.later(task, apply(shortId)));
            }
            case RUNNING -> active(link, state, id, shortId);
            case PENDING -> pending(link, state, id, shortId);
        }
    }

    private String apply(String shortId) {
        return choice.suggestion(context.program(), "apply " + shortId);
    }

    private void active(ServerLink link, MgxState state, String id, String shortId) {
        long percent = Math.round(state.progress() * 100);
        boolean interrupted = link.interrupted().contains(id);
        boolean waits = state.waitsFor().equals("approval");
        next(
                (interrupted ? "INTERRUPTED" : "RUNNING")
                        + ", %d %% done".formatted(percent)
                        + (waits ? ", needs your approval" : ""),
                interrupted ? "Resume" : waits ? "Approve" : "Watch",
                (interrupted ? "resume " : waits ? "approve " : "watch ") + shortId);
    }

    private void pending(ServerLink link, MgxState state, String id, String shortId) {
        int position = state.queuePosition();
        boolean waits = position > 0 && !link.interrupted().contains(id);
        next(
                waits ? "PENDING, number %d in the queue".formatted(position) : "PENDING, not started",
                waits ? "Watch" : "Start",
                (waits ? "watch " : "resume ") + shortId);
    }

    private void next(String status, String name, String command) {
        context.terminal().line(Style.CYAN.of(status));
        context.terminal()
                .line(
                        Style.BOLD.of("%-12s  ".formatted(name)),
                        Style.PLAIN.of(choice.suggestion(context.program(), command)));
    }
}

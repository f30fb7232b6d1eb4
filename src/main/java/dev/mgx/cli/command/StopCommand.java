package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code mgx stop}: stops a task's run with its programs and model calls. */
@Command(
        name = "stop",
        header = "Stop a task.",
        description = "When this returns, the task is CANCELLED and its processes are dead.")
final class StopCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    StopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = chosen.find(link.api());
            link.api().stop(TaskRef.id(task));
            String resume = "resume " + new TaskRef(link.api()).shorten(TaskRef.id(task));
            context.terminal().line("Stopped. Resume it: " + choice.suggestion(context.program(), resume));
            return ExitCode.OK;
        }
    }
}

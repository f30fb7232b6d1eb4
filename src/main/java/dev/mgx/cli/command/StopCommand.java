package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx stop}: stops a task's run with its programs and model calls. */
@Command(
        name = "stop",
        header = "Stop a task.",
        description = "When this returns, the task is CANCELLED and its processes are dead.")
final class StopCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "task ID, or a unique prefix")
    private String id = "";

    @Mixin
    private ServerChoice choice = new ServerChoice();

    StopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = new TaskRef(link.api()).find(id);
            link.api().post("/api/tasks/" + TaskRef.id(task) + "/stop", Map.of());
            String resume = "resume " + new TaskRef(link.api()).shorten(TaskRef.id(task));
            context.terminal().line("Stopped. Resume it: " + choice.suggestion(context.program(), resume));
            return ExitCode.OK;
        }
    }
}

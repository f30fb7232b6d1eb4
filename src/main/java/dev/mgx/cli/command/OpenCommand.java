package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.client.ListeningProgram;
import dev.mgx.client.MgxClient;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgx open}: the address of a task's page. The script {@code ./mgx} opens what it prints in a browser. */
@Command(
        name = "open",
        header = "Open a task in the browser.",
        description = {
            "Prints the address of its page, and opens it where there is a desktop. Without ID: the page of all tasks.",
            "The page is shown by a running server: 'serve', or a 'run' that is under way."
        })
final class OpenCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "task ID, a unique prefix, or 'last'")
    private String id = "";

    @Option(names = "--app", description = "start its program, if that listens, and open that instead of the page")
    private boolean app;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    OpenCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI server = choice.named()
                .or(() -> context.launcher().owner(choice.settings()))
                .orElseThrow(
                        () -> new IllegalArgumentException("No server is running that could show the page; start one: "
                                + choice.suggestion(context.program(), "serve")));
        try (MgxClient api = new MgxClient(server)) {
            if (app) {
                return openApp(api);
            }
            String task = id.isEmpty() ? "" : "#/tasks/" + TaskRef.id(new TaskRef(api).find(id));
            context.terminal().line(api.server() + "/" + task);
            return ExitCode.OK;
        }
    }

    private int openApp(MgxClient api) throws InterruptedException {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("--app needs the ID of a task");
        }
        String task = TaskRef.id(new TaskRef(api).find(id));
        ListeningProgram program = api.startService(task);
        if (program.url().isEmpty()) {
            program.lastOutput().lines().forEach(context.terminal()::note);
            context.terminal().problem(program.reason().isEmpty() ? "The program does not run" : program.reason());
            return ExitCode.FAILED;
        }
        context.terminal().line(program.url());
        return ExitCode.OK;
    }
}

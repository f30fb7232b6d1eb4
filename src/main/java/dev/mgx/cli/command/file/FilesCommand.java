package dev.mgx.cli.command.file;

import dev.mgx.cli.client.Age;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectFiles;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.client.MgxFile;
import dev.mgx.json.Json;
import dev.mgx.task.AgentRole;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mgx files}: lists a task's files. */
@Command(
        name = "files",
        header = "List a task's files.",
        description = "Those of the latest run, with how many versions there are and who wrote the last one.")
final class FilesCommand implements Callable<Integer> {
    private final CommandContext context;
    private final Age age = new Age(Clock.systemUTC());

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--json", description = "print one JSON object per line")
    private boolean json;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    FilesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            String id = TaskRef.id(chosen.find(link.api()));
            List<MgxFile> files = new ProjectFiles(link.api(), id).latest();
            if (json) {
                files.forEach(file -> context.terminal().data(Json.write(file.json())));
            } else if (files.isEmpty()) {
                context.terminal().line("The task has no files yet");
            } else {
                table(files);
            }
            return ExitCode.OK;
        }
    }

    private void table(List<MgxFile> files) {
        Terminal terminal = context.terminal();
        terminal.cut(Style.DIM.of("VERSION   AGE  BY               FILE"));
        for (MgxFile file : files) {
            terminal.cut(
                    Style.PLAIN.of("%7d  %4s  ".formatted(file.latestVersion(), age.of(file.updatedAt()))),
                    Style.DIM.of("%-15s  ".formatted(AgentRole.displayName(file.agentRole()))),
                    Style.PLAIN.of(file.path()));
        }
    }
}

package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectFiles;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgx cat}: prints a file. */
@Command(name = "cat", header = "Print one of a task's files.")
final class CatCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Parameters(index = "1", paramLabel = "FILE", description = "path of the file in the project")
    private String file = "";

    @Option(names = "--version", paramLabel = "N", description = "this version; default: the latest")
    private @Nullable Integer version;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    CatCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Integer wanted = version;
        if (wanted != null && wanted < 1) {
            throw new IllegalArgumentException("--version is %d, but must be at least 1".formatted(wanted));
        }
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            ProjectFiles files = new ProjectFiles(link.api(), TaskRef.id(chosen.find(link.api())));
            context.terminal().content(files.text(file, wanted == null ? 0 : wanted));
            return ExitCode.OK;
        }
    }
}

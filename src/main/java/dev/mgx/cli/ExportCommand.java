package dev.mgx.cli;

import dev.mgx.cli.ServerLauncher.Purpose;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx export}: a task's latest files, in a folder or as a zip. */
@Command(
        name = "export",
        header = "Write a task's files to a folder or a zip.",
        description = "They are those of its latest run. Nothing is overwritten.")
final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "the task's id, or its beginning")
    private String id = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "the folder, empty or missing; else one named after the task")
    private String folder = "";

    @Option(names = "--zip", paramLabel = "FILE", description = "write a zip instead")
    private @Nullable Path zip;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path file = zip;
        if (file != null && !folder.isEmpty()) {
            throw new IllegalArgumentException("Give --out or --zip, not both");
        }
        try (ServerLink link = ServerLink.open(context.launcher(), choice, Purpose.LOOK)) {
            JsonNode task = new TaskRef(link.api()).find(id);
            Delivery delivery = new Delivery(link.api(), TaskRef.id(task));
            if (file == null) {
                Delivery.Written written =
                        delivery.toFolder(folder, task.path("input_prompt").asString(""));
                context.terminal().line("%d files are in %s".formatted(written.files(), written.folder()));
            } else {
                delivery.toZip(file);
                context.terminal().line("The files are in " + file);
            }
            return ExitCode.OK;
        }
    }
}

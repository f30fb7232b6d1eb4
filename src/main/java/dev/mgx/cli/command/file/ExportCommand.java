package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectExporter;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx export}: writes a task's latest files to a folder or a zip. */
@Command(
        name = "export",
        header = "Write a task's files to a folder or a zip.",
        description = "Exports the files of the latest run. Never overwrites anything.")
final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder to create, or an empty one; default: named after the task")
    private String folder = "";

    @Option(names = "--zip", paramLabel = "FILE", description = "write a zip file instead")
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
            throw new IllegalArgumentException("Use either --out or --zip, not both");
        }
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = chosen.find(link.api());
            ProjectExporter exporter = new ProjectExporter(link.api(), TaskRef.id(task));
            if (file == null) {
                ProjectExporter.Written written =
                        exporter.toFolder(folder, task.path("input_prompt").asString(""));
                tellLeftOut(written.leftOut());
                context.terminal().line("Wrote %d files to %s".formatted(written.files(), written.folder()));
            } else {
                tellLeftOut(exporter.toZip(file));
                context.terminal().line("Wrote " + file);
            }
            return ExitCode.OK;
        }
    }

    private void tellLeftOut(List<String> sentences) {
        sentences.forEach(sentence -> context.terminal().line(Style.YELLOW.of("Left out: " + sentence)));
    }
}

package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.NewFile;
import dev.mgx.cli.client.ProjectExporter;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx export}: writes a task's latest files to a folder or a zip, or what it changed to a patch. */
@Command(
        name = "export",
        header = "Write a task's files to a folder or a zip, or a patch.",
        description = "Exports the files of the latest run. Never overwrites anything.")
final class ExportCommand implements Callable<Integer> {
    private static final Path STANDARD_OUTPUT = Path.of("-");

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

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description = "write what the task changed as a patch for 'git apply' instead; - for standard output")
    private @Nullable Path patch;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (Stream.of(!folder.isEmpty(), zip != null, patch != null)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw new IllegalArgumentException("Use one of --out, --zip and --patch");
        }
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = chosen.find(link.api());
            if (patch != null) {
                toPatch(link.api().patch(TaskRef.id(task)), patch);
            } else {
                export(new ProjectExporter(link.api(), TaskRef.id(task)), task);
            }
            return ExitCode.OK;
        }
    }

    private void export(ProjectExporter exporter, JsonNode task) throws InterruptedException {
        if (zip == null) {
            ProjectExporter.Written written =
                    exporter.toFolder(folder, task.path("input_prompt").asString(""));
            tellLeftOut(written.leftOut());
            context.terminal().line("Wrote %d files to %s".formatted(written.files(), written.folder()));
        } else {
            tellLeftOut(exporter.toZip(zip));
            context.terminal().line("Wrote " + zip);
        }
    }

    private void toPatch(byte[] content, Path file) {
        if (content.length == 0) {
            context.terminal().note("The task changed nothing, so there is no patch");
        } else if (file.equals(STANDARD_OUTPUT)) {
            context.terminal().content(new String(content, StandardCharsets.UTF_8));
        } else {
            NewFile.write(file, content, "--patch");
            context.terminal().line("Wrote " + file);
        }
    }

    private void tellLeftOut(List<String> sentences) {
        sentences.forEach(sentence -> context.terminal().line(Style.YELLOW.of("Left out: " + sentence)));
    }
}

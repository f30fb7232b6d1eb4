package dev.mgx.cli.command.file;

import dev.mgx.cli.link.CommandContext;
import java.util.List;

/** The commands about a task's files. */
public final class FileCommands {
    private FileCommands() {}

    public static List<Object> of(CommandContext context) {
        return List.of(
                new FilesCommand(context),
                new CatCommand(context),
                new DiffCommand(context),
                new ExportCommand(context),
                new ApplyCommand(context));
    }
}

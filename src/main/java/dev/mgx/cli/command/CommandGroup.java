package dev.mgx.cli.command;

import dev.mgx.cli.command.file.FileCommands;
import dev.mgx.cli.command.run.RunCommands;
import dev.mgx.cli.link.CommandContext;
import java.util.List;

/**
 * Commands that stand together in the help.
 *
 * @param title what they are for
 */
record CommandGroup(String title, List<Object> commands) {
    static List<CommandGroup> all(CommandContext context) {
        return List.of(
                new CommandGroup("Build", RunCommands.of(context)),
                new CommandGroup(
                        "Look",
                        List.of(
                                new TasksCommand(context),
                                new ShowCommand(context),
                                new WatchCommand(context),
                                new LogsCommand(context),
                                new OpenCommand(context))),
                new CommandGroup("Files", FileCommands.of(context)),
                new CommandGroup(
                        "Control",
                        List.of(new ApproveCommand(context), new StopCommand(context), new DeleteCommand(context))),
                new CommandGroup(
                        "Server and setup",
                        List.of(
                                new ServeCommand(context),
                                new DoctorCommand(context),
                                new BackupCommand(context),
                                new RestoreCommand(context),
                                new CompletionCommand(context))));
    }
}

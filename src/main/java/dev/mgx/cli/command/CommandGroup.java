package dev.mgx.cli.command;

import dev.mgx.cli.command.file.FileCommands;
import dev.mgx.cli.command.run.RunCommands;
import dev.mgx.cli.link.CommandContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * Commands that stand together in the help.
 *
 * @param title what they are for
 */
record CommandGroup(String title, List<Object> commands) {
    /** What the program itself takes; alone it needs no command. */
    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

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

    /**
     * The commands that these arguments can be about: the one that they name, or all. Each takes picocli a while, most of
     * it for the settings among its options.
     */
    static List<Object> meant(List<CommandGroup> groups, List<String> args) {
        boolean asksForHelp = !args.isEmpty() && args.getFirst().equals("help");
        List<String> words = asksForHelp ? args.subList(1, args.size()) : args;
        if (words.isEmpty() || (words.size() == 1 && OPTIONS.contains(words.getFirst()))) {
            return List.of();
        }
        List<Object> all =
                groups.stream().flatMap(group -> group.commands().stream()).toList();
        return all.stream()
                .filter(command -> annotation(command).name().equals(words.getFirst()))
                .filter(command -> asksForHelp || !(command instanceof CompletionCommand)) // which tells of all
                .findFirst()
                .map(List::of)
                .orElse(all);
    }

    /** What a command says about itself. */
    static Command annotation(Object command) {
        return Objects.requireNonNull(command.getClass().getAnnotation(Command.class));
    }
}

package dev.mgx.cli.command.run;

import dev.mgx.cli.link.CommandContext;
import java.util.List;

/** The commands that start a run and follow it to its end. */
public final class RunCommands {
    private RunCommands() {}

    public static List<Object> of(CommandContext context) {
        return List.of(
                new RunCommand(context),
                new SayCommand(context),
                new EditCommand(context),
                new ResumeCommand(context),
                new RerunCommand(context));
    }
}

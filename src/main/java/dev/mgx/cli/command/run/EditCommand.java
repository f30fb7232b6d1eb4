package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.DiffLines;
import dev.mgx.client.MgxAnswer;
import dev.mgx.client.MgxClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx edit}: changes one file of a finished task by an instruction. */
@Command(
        name = "edit",
        header = "Change one file of a finished task.",
        description = "Shows the diff and runs the tests again. Ctrl-C stops the run.")
final class EditCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Parameters(index = "1", paramLabel = "FILE", description = "path of the file in the project")
    private String file = "";

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "INSTRUCTION", description = "what to change")
    private List<String> words = List.of();

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    EditCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check(false);
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            MgxClient api = link.api();
            JsonNode task = chosen.find(api);
            String id = TaskRef.id(task);
            long since = api.state(id).lastEventId();
            RunFollower follower = new RunFollower(context, choice, link, options);
            return follower.follow(task, since, false, () -> {
                follower.terminal().status("Changing " + file + "…");
                MgxAnswer edited = api.edit(id, file, String.join(" ", words));
                new DiffLines(follower.terminal()).print(edited.diff());
                follower.terminal().line("");
            });
        }
    }
}

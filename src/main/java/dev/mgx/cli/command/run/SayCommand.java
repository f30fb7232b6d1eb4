package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxState;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx say}: sends a message to the team's active run, or starts a new run with it. */
@Command(
        name = "say",
        header = "Message a task's team.",
        description = "A running task takes the message at its next step. A finished task gets a new run that"
                + " changes its latest files; Ctrl-C stops that run.")
final class SayCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "the message")
    private List<String> words = List.of();

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    SayCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check(false);
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            MgxClient api = link.api();
            JsonNode task = chosen.find(api);
            String id = TaskRef.id(task);
            MgxState before = api.state(id);
            RunFollower follower = new RunFollower(context, choice, link, options);
            boolean interrupted = link.interrupted().contains(id);
            if (isActive(before) && !interrupted) {
                say(api, id);
                tellSent(follower.terminal(), new TaskRef(api).shorten(id));
                return ExitCode.OK;
            }
            return follower.follow(task, before.lastEventId(), false, () -> {
                say(api, id);
                if (interrupted) {
                    api.run(id, Map.of("resume", true));
                }
            });
        }
    }

    private void tellSent(Terminal terminal, String shortId) {
        terminal.line("Message sent; the team takes it at its next step. Watch it: "
                + choice.suggestion(context.program(), "watch " + shortId));
        if (options.repository().isPresent()) {
            terminal.line("The branch is moved on when the task is over, by: "
                    + choice.suggestion(context.program(), "apply " + shortId));
        }
    }

    private void say(MgxClient api, String id) throws InterruptedException {
        api.say(id, String.join(" ", words));
    }

    private static boolean isActive(MgxState state) {
        return state.status() == TaskStatus.RUNNING || state.queuePosition() > 0;
    }
}

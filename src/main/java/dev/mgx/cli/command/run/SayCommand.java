package dev.mgx.cli.command.run;

import dev.mgx.cli.client.Api;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
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
            Api api = link.api();
            JsonNode task = chosen.find(api);
            String path = "/api/tasks/" + TaskRef.id(task);
            JsonNode before = api.get(path + "/state");
            RunFollower follower = new RunFollower(context, choice, link, options);
            boolean interrupted = link.interrupted().contains(TaskRef.id(task));
            if (isActive(before) && !interrupted) {
                say(api, path);
                follower.terminal()
                        .line("Message sent; the team takes it at its next step. Watch it: "
                                + choice.suggestion(
                                        context.program(), "watch " + new TaskRef(api).shorten(TaskRef.id(task))));
                return ExitCode.OK;
            }
            return follower.follow(task, before.path("last_event_id").asLong(0), false, () -> {
                say(api, path);
                if (interrupted) {
                    api.post(path + "/run", Map.of("resume", true));
                }
            });
        }
    }

    private void say(Api api, String path) throws InterruptedException {
        api.post(path + "/messages", Map.of("content", String.join(" ", words)));
    }

    private static boolean isActive(JsonNode state) {
        return state.path("status").asString("").equals("RUNNING")
                || state.path("queue_position").asInt(0) > 0;
    }
}

package dev.mgx.cli.command;

import dev.mgx.cli.client.Api;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx resume}: resumes a task that was stopped, failed or was interrupted. */
@Command(
        name = "resume",
        header = "Resume a task that failed, was stopped or was interrupted.",
        description = "Finished steps are kept and not paid for again. Ctrl-C stops the task.")
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "task ID, or a unique prefix")
    private String id = "";

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check(false);
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            Api api = link.api();
            JsonNode task = new TaskRef(api).find(id);
            String path = "/api/tasks/" + TaskRef.id(task);
            JsonNode before = api.get(path + "/state");
            boolean neverRan = before.path("run").asInt(0) == 0
                    && before.path("queue_position").asInt(0) == 0;
            RunFollower follower = new RunFollower(context, choice, link, options);
            follower.introduce();
            return follower.follow(
                    task,
                    before.path("last_event_id").asLong(0),
                    false,
                    () -> api.post(path + "/run", neverRan ? Map.of() : Map.of("resume", true)));
        }
    }
}

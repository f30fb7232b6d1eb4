package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx rerun}: builds a task's requirement again. */
@Command(
        name = "rerun",
        header = "Build a task's requirement again.",
        description = {
            "A new run, paid for anew, from nothing or with --keep-files from the latest files. Files of earlier runs,"
                    + " and what you edited in them, stay as versions: see 'diff' and 'cat --version'.",
            "Ctrl-C stops the task."
        })
final class RerunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--keep-files", description = "start from the latest files instead of from nothing")
    private boolean keepsFiles;

    @Mixin
    private RunLimits limits = new RunLimits();

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    RerunCommand(CommandContext context) {
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
            requireNotInterrupted(link, id);
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("options", limits.given());
            if (keepsFiles) {
                body.put("from", "latest");
            }
            RunFollower follower = new RunFollower(context, choice, link, options);
            follower.introduce();
            return follower.follow(task, before.lastEventId(), false, () -> follower.start(id, body));
        }
    }

    /** An interrupted run is taken up again by whoever starts the task, whatever was asked for. */
    private void requireNotInterrupted(ServerLink link, String id) throws InterruptedException {
        if (link.interrupted().contains(id)) {
            String shortId = new TaskRef(link.api()).shorten(id);
            throw new IllegalArgumentException("The task was interrupted; resume it: %s, or stop it first: %s"
                    .formatted(
                            choice.suggestion(context.program(), "resume " + shortId),
                            choice.suggestion(context.program(), "stop " + shortId)));
        }
    }
}

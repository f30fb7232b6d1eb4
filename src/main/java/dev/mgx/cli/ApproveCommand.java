package dev.mgx.cli;

import dev.mgx.cli.ServerLauncher.Purpose;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx approve}: an answer to a run that asks whether its design is to be built. */
@Command(
        name = "approve",
        header = "Approve the design that a task waits with.",
        description =
                "--no refuses it, and the task fails; --no --comment \"…\" has it changed as the comment" + " says.")
final class ApproveCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "the task's id, or its beginning")
    private String id = "";

    @Option(names = "--no", description = "do not approve it")
    private boolean refused;

    @Option(names = "--comment", paramLabel = "TEXT", description = "what should be different, or a word on it")
    private String comment = "";

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ApproveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = ServerLink.open(context.launcher(), choice, Purpose.LOOK)) {
            JsonNode task = new TaskRef(link.api()).find(id);
            String shortId = new TaskRef(link.api()).shorten(TaskRef.id(task));
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("approved", !refused);
            answer.put("comment", comment.isEmpty() ? null : comment);
            JsonNode said = link.api().post("/api/tasks/" + TaskRef.id(task) + "/approval", answer);
            boolean goesOn = !link.isEmbedded();
            context.terminal()
                    .line("%s. %s: %s"
                            .formatted(
                                    said.path("message").asString(""),
                                    goesOn ? "Watch it" : "Nobody works on the task now; go on with it",
                                    choice.suggestion(context.program(), (goesOn ? "watch " : "resume ") + shortId)));
            return ExitCode.OK;
        }
    }
}

package dev.mgx.cli.command;

import dev.mgx.cli.client.CorrectedChecks;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.client.MgxAnswer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx approve}: answers a run's approval request. */
@Command(
        name = "approve",
        header = "Approve a task's plan.",
        description = {
            "--no rejects the plan and the task fails; --no --comment \"…\" requests changes.",
            "To correct its acceptance checks: --print-checks > FILE, edit the file, and --checks FILE."
        })
final class ApproveCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--no", description = "reject the plan")
    private boolean rejected;

    @Option(names = "--comment", paramLabel = "TEXT", description = "what to change, or a note")
    private String comment = "";

    @Option(names = "--checks", paramLabel = "FILE", description = "corrected acceptance checks, a list in JSON")
    private @Nullable Path checks;

    @Option(names = "--print-checks", description = "print the plan's acceptance checks as JSON, and answer nothing")
    private boolean printsChecks;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ApproveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Object corrected = checks == null ? null : CorrectedChecks.read(checks);
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            JsonNode task = chosen.find(link.api());
            if (printsChecks) {
                CorrectedChecks.of(link.api(), TaskRef.id(task))
                        .toPrettyString()
                        .lines()
                        .forEach(context.terminal()::data);
                return ExitCode.OK;
            }
            String shortId = new TaskRef(link.api()).shorten(TaskRef.id(task));
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("approved", !rejected);
            answer.put("comment", comment.isEmpty() ? null : comment);
            answer.put("checks", corrected);
            answer.values().removeIf(value -> value == null);
            MgxAnswer reply = link.api().approve(TaskRef.id(task), answer);
            boolean running = !link.isEmbedded();
            context.terminal()
                    .line("%s. %s: %s"
                            .formatted(
                                    reply.message(),
                                    running ? "Watch it" : "It is not running now; resume it",
                                    choice.suggestion(context.program(), (running ? "watch " : "resume ") + shortId)));
            return ExitCode.OK;
        }
    }
}

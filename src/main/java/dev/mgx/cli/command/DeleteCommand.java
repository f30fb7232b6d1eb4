package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx delete}: deletes tasks with everything that is stored of them. */
@Command(
        name = "delete",
        header = "Delete tasks.",
        description = "Deletes tasks with their events and files, for good; a running one is stopped first.")
final class DeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "task IDs, unique prefixes, or 'last'")
    private List<String> ids = List.of();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    /** Looks all of them up first, so that a wrong ID deletes nothing. */
    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            TaskRef ref = new TaskRef(link.api());
            Map<String, JsonNode> tasks = new LinkedHashMap<>();
            for (String id : ids) {
                JsonNode task = ref.find(id);
                tasks.put(TaskRef.id(task), task);
            }
            for (JsonNode task : tasks.values()) {
                link.api().delete(TaskRef.id(task));
                context.terminal().line("Deleted %s: %s".formatted(TaskRef.id(task), TaskRef.title(task)));
            }
            return ExitCode.OK;
        }
    }
}

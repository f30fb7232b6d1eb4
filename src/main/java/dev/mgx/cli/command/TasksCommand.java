package dev.mgx.cli.command;

import dev.mgx.cli.client.Age;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Style.Span;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx tasks}: lists tasks, newest first. */
@Command(
        name = "tasks",
        header = "List the tasks, newest first.",
        footer = {
            "",
            "DONE is how much of its work a task has done, or as #2 its place in the queue. INTERRUPTED is a task that was"
                    + " running when its server ended; it goes on with 'resume', or with 'serve'."
        })
final class TasksCommand implements Callable<Integer> {
    private static final int MAX_PAGE = 100;

    private final CommandContext context;
    private final Age age = new Age(Clock.systemUTC());

    /** The status of a task as it is listed. */
    private enum Listed {
        PENDING,
        RUNNING,
        INTERRUPTED,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "only tasks with this status: ${COMPLETION-CANDIDATES}")
    private @Nullable Listed status;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "how many to list; default: ${DEFAULT-VALUE}")
    private int limit = 20;

    @Option(names = "--json", description = "print one JSON object per line")
    private boolean json;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    TasksCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is %d, but must be at least 1".formatted(limit));
        }
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            Listing listing = status == Listed.INTERRUPTED ? interrupted(link) : listed(link);
            List<JsonNode> shown =
                    listing.tasks().subList(0, Math.min(limit, listing.tasks().size()));
            if (json) {
                shown.forEach(task -> context.terminal().data(Json.write(task)));
            } else {
                table(link, listing, shown);
            }
            return ExitCode.OK;
        }
    }

    /** @param total how many there are, of which these are the newest */
    private record Listing(List<JsonNode> tasks, long total) {}

    private static Listing interrupted(ServerLink link) throws InterruptedException {
        List<JsonNode> tasks = new ArrayList<>();
        for (String id : link.interrupted()) {
            tasks.addFirst(new TaskRef(link.api()).withState(id));
        }
        return new Listing(tasks, tasks.size());
    }

    /** Interrupted tasks are neither running nor in the queue, whatever their state says. */
    private Listing listed(ServerLink link) throws InterruptedException {
        List<JsonNode> tasks = new ArrayList<>();
        long total = MAX_PAGE;
        long left = 0;
        for (int page = 1; tasks.size() < limit && (page - 1L) * MAX_PAGE < total; page++) {
            JsonNode answer = new TaskRef(link.api()).page(page, MAX_PAGE, status == null ? "" : status.name());
            for (JsonNode task : answer.path("items")) {
                if (status != null && link.interrupted().contains(TaskRef.id(task))) {
                    left++;
                } else {
                    tasks.add(task);
                }
            }
            total = answer.path("total").asLong(0);
        }
        return new Listing(tasks, total - left);
    }

    private void table(ServerLink link, Listing listing, List<JsonNode> shown) {
        Terminal terminal = context.terminal();
        if (shown.isEmpty()) {
            terminal.line((status == null ? "No tasks yet" : "No task is " + status) + ". Create one: "
                    + choice.suggestion(context.program(), "run \"…\""));
            return;
        }
        int idWidth =
                TaskRef.uniqueLength(listing.tasks().stream().map(TaskRef::id).toList());
        String left = "%-" + idWidth + "s  ";
        terminal.cut(Style.DIM.of(left.formatted("ID") + "%-11s  %4s  %5s  TASK".formatted("STATUS", "AGE", "DONE")));
        for (JsonNode task : shown) {
            boolean interrupted = link.interrupted().contains(TaskRef.id(task));
            terminal.cut(
                    Style.PLAIN.of(left.formatted(TaskRef.id(task).substring(0, idWidth))),
                    statusOf(task, interrupted),
                    Style.PLAIN.of("  %4s  %5s  "
                            .formatted(age.of(task.path("created_at").asString("")), done(task))),
                    Style.PLAIN.of(TaskRef.title(task)));
        }
        long total = listing.total();
        if (total > shown.size()) {
            terminal.line(Style.DIM.of("Showing %d of %d; --limit %d shows all".formatted(shown.size(), total, total)));
        }
    }

    private static Span statusOf(JsonNode task, boolean interrupted) {
        String name = interrupted ? "INTERRUPTED" : task.path("status").asString("");
        Style style = switch (name) {
            case "SUCCEEDED" -> Style.GREEN;
            case "FAILED" -> Style.RED;
            case "RUNNING" -> Style.CYAN;
            case "CANCELLED", "INTERRUPTED" -> Style.YELLOW;
            default -> Style.PLAIN;
        };
        return style.of("%-11s".formatted(name));
    }

    /** The progress; for a queued task its queue position. */
    private static String done(JsonNode task) {
        int position = task.path("queue_position").asInt(0);
        if (position > 0) {
            return "#" + position;
        }
        return switch (task.path("status").asString("")) {
            case "SUCCEEDED" -> "100 %";
            case "PENDING" -> "";
            default -> Math.round(task.path("state").path("progress").asDouble(0) * 100) + " %";
        };
    }
}

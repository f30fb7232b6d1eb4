package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Style.Span;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.json.Json;
import dev.mgx.task.TaskStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mgx tasks}: lists tasks, newest first. */
@Command(name = "tasks", header = "List the tasks, newest first.")
final class TasksCommand implements Callable<Integer> {
    private static final int MAX_PAGE = 100;

    private final CommandContext context;
    private final Clock clock = Clock.systemUTC();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "only tasks with this status: ${COMPLETION-CANDIDATES}")
    private @Nullable TaskStatus status;

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
            TaskRef ref = new TaskRef(link.api());
            List<JsonNode> tasks = new ArrayList<>();
            long total = MAX_PAGE;
            for (int page = 1; tasks.size() < limit && (page - 1L) * MAX_PAGE < total; page++) {
                JsonNode answer = ref.page(page, MAX_PAGE, status == null ? "" : status.name());
                answer.path("items").forEach(tasks::add);
                total = answer.path("total").asLong(0);
            }
            List<JsonNode> shown = tasks.subList(0, Math.min(limit, tasks.size()));
            if (json) {
                shown.forEach(task -> context.terminal().data(Json.write(task)));
            } else {
                table(link, tasks, shown, total);
            }
            return ExitCode.OK;
        }
    }

    private void table(ServerLink link, List<JsonNode> tasks, List<JsonNode> shown, long total) {
        Terminal terminal = context.terminal();
        if (shown.isEmpty()) {
            terminal.line((status == null ? "No tasks yet" : "No task is " + status) + ". Create one: "
                    + choice.suggestion(context.program(), "run \"…\""));
            return;
        }
        int idWidth = TaskRef.uniqueLength(tasks.stream().map(TaskRef::id).toList());
        String left = "%-" + idWidth + "s  ";
        terminal.cut(Style.DIM.of(left.formatted("ID") + "%-11s  %4s  %5s  TASK".formatted("STATUS", "AGE", "DONE")));
        for (JsonNode task : shown) {
            boolean interrupted = link.interrupted().contains(TaskRef.id(task));
            terminal.cut(
                    Style.PLAIN.of(left.formatted(TaskRef.id(task).substring(0, idWidth))),
                    statusOf(task, interrupted),
                    Style.PLAIN.of("  %4s  %5s  ".formatted(age(task), done(task))),
                    Style.PLAIN.of(title(task)));
        }
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

    private String age(JsonNode task) {
        Duration age = Duration.between(Instant.parse(task.path("created_at").asString("")), clock.instant());
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
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

    /** The display name of a task: its title, else the first line of its requirement. */
    static String title(JsonNode task) {
        String title = task.path("title").asString("");
        String named = title.isBlank() ? task.path("input_prompt").asString("") : title;
        return named.strip().lines().findFirst().orElse("");
    }
}

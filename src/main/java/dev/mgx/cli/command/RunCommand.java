package dev.mgx.cli.command;

import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx run}: one task from requirement to a folder with the result. */
@Command(
        name = "run",
        header = "Build something and save it to a folder.",
        description = "Gives the requirement to the team and shows its progress. Ctrl-C stops the task.",
        footer = {"", "All options of 'serve' work here too."})
final class RunCommand implements Callable<Integer> {
    private static final int SHOWN_INTERRUPTED = 3;

    private final CommandContext context;

    @Parameters(
            paramLabel = "REQUIREMENT",
            arity = "1..*",
            description = "what to build, in plain words; - reads it from standard input")
    private List<String> words = List.of();

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            description = "time limit of the run, such as 600, 90s, 10m or 2h")
    private @Nullable Duration maxDuration;

    @Option(names = "--max-cost", paramLabel = "USD", description = "budget for model calls")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--max-tokens", paramLabel = "N", description = "token limit, input and output together")
    private @Nullable Long maxTokens;

    @Option(names = "--approve-plan", description = "ask me to approve the plan before it is built")
    private boolean approvePlan;

    @Option(names = "--model", paramLabel = "NAME", description = "model for every role")
    private @Nullable String model;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("input_prompt", requirement());
        body.put("options", taskOptions());
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            RunFollower follower = new RunFollower(context, choice, link, options);
            Terminal beside = follower.beside();
            follower.introduce();
            announceInterrupted(link, beside);
            JsonNode task = link.api().post("/api/tasks", body);
            String id = TaskRef.id(task);
            beside.line(Style.DIM.of("Task      " + id));
            return follower.follow(task, 0, true, () -> link.api().post("/api/tasks/" + id + "/run", Map.of()));
        }
    }

    private String requirement() {
        if (!words.equals(List.of("-"))) {
            return String.join(" ", words);
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return in.lines().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the requirement from standard input", e);
        }
    }

    private Map<String, @Nullable Object> taskOptions() {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("max_duration_seconds", maxDuration == null ? null : maxDuration.toSeconds());
        wanted.put("max_cost_usd", maxCost);
        wanted.put("max_tokens", maxTokens);
        wanted.put("require_plan_approval", approvePlan ? true : null);
        wanted.put("model", model);
        wanted.values().removeIf(value -> value == null);
        return wanted;
    }

    /** What an earlier end of a server in this folder cut short is said, not silently gone on with and paid for. */
    private void announceInterrupted(ServerLink link, Terminal beside) throws InterruptedException {
        List<String> interrupted = List.copyOf(link.interrupted());
        for (String id : interrupted.stream().limit(SHOWN_INTERRUPTED).toList()) {
            JsonNode task = link.api().get("/api/tasks/" + id);
            String resume = "resume " + new TaskRef(link.api()).shorten(id);
            beside.cut(Style.YELLOW.of("Interrupted earlier: "), Style.PLAIN.of(TasksCommand.title(task)));
            beside.line("  resume it: " + choice.suggestion(context.program(), resume));
        }
        if (interrupted.size() > SHOWN_INTERRUPTED) {
            beside.line(Style.YELLOW.of("%d more interrupted: %s"
                    .formatted(interrupted.size() - SHOWN_INTERRUPTED, choice.suggestion(context.program(), "tasks"))));
        }
    }
}

package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.SourceUpload;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.client.MgxTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx run}: builds a requirement and saves the result to a folder, or to a branch of a repository. */
@Command(
        name = "run",
        header = "Build something and save it to a folder, or work on your repository.",
        description = {
            "Gives the requirement to the team and shows its progress. Ctrl-C stops the task.",
            "With --repo the team works on what is committed there, and the result is a branch mgx/ID of it. Work tree,"
                    + " index and HEAD stay as they are."
        },
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

    @Mixin
    private RunLimits limits = new RunLimits();

    @Option(names = "--approve-plan", description = "ask me to approve the plan before it is built")
    private boolean approvePlan;

    @Option(
            names = "--package-approval",
            paramLabel = "HOW",
            description = "auto: the team chooses packages; ask: ask me about a plan with some; off: none")
    private @Nullable String packageApproval;

    @Option(
            names = "--team",
            paramLabel = "HOW",
            description =
                    "solo: one engineer who tries and mends; full: an architect, engineers, a debugger; auto (default)")
    private @Nullable String team;

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean exports = options.repository().isEmpty();
        options.check(exports);
        Optional<SourceUpload> source = sources.read(options.repository());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("input_prompt", requirement());
        body.put("options", taskOptions());
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            RunFollower follower = new RunFollower(context, choice, link, options);
            Terminal terminal = follower.terminal();
            follower.introduce();
            source.ifPresent(each -> tell(each, terminal));
            announceInterrupted(link, terminal);
            JsonNode task = link.api().create(body).json();
            String id = TaskRef.id(task);
            terminal.line(Style.DIM.of("Task      " + id));
            return follower.follow(task, 0, exports, () -> follower.start(task, source));
        }
    }

    private static void tell(SourceUpload source, Terminal terminal) {
        terminal.wrapped(Style.DIM.of(source.description()), Style.DIM.of("Source    "));
        source.source().notes().forEach(note -> terminal.wrapped(Style.YELLOW.of(note)));
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
        Map<String, @Nullable Object> given = limits.given();
        given.put("require_plan_approval", approvePlan ? true : null);
        given.put("package_approval", packageApproval);
        given.put("team", team);
        if (options.repository().isPresent()) {
            sources.addTo(given);
        }
        given.values().removeIf(value -> value == null);
        return given;
    }

    /** Lists interrupted tasks instead of silently resuming, and paying for, them. */
    private void announceInterrupted(ServerLink link, Terminal terminal) throws InterruptedException {
        List<String> interrupted = List.copyOf(link.interrupted());
        for (String id : interrupted.stream().limit(SHOWN_INTERRUPTED).toList()) {
            MgxTask task = link.api().task(id);
            String resume = "resume " + new TaskRef(link.api()).shorten(id);
            terminal.cut(Style.YELLOW.of("Interrupted earlier: "), Style.PLAIN.of(TaskRef.title(task.json())));
            terminal.line("  resume it: " + choice.suggestion(context.program(), resume));
        }
        if (interrupted.size() > SHOWN_INTERRUPTED) {
            terminal.line(Style.YELLOW.of("%d more interrupted: %s"
                    .formatted(interrupted.size() - SHOWN_INTERRUPTED, choice.suggestion(context.program(), "tasks"))));
        }
    }
}

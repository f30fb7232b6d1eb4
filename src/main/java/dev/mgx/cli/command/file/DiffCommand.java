package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectFiles;
import dev.mgx.cli.client.RunSnapshots;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskBranch;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskOrLast;
import dev.mgx.cli.terminal.DiffLines;
import dev.mgx.client.MgxClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mgx diff}: shows what a task changed, two of its runs, or two versions of a file. */
@Command(
        name = "diff",
        header = "Show what a task changed, or two runs, or two versions of a file.",
        description = {
            "Without FILE: all that a task with a repository changed in it; of another task, what its latest run"
                    + " changed. With FILE: what its latest version changed.",
            "Without a terminal it prints a patch."
        })
final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskOrLast chosen = new TaskOrLast();

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "path of the file in the project")
    private String file = "";

    @Option(
            names = "--runs",
            paramLabel = "A..B",
            converter = NumberRange.Converter.class,
            description = "compare the files of these runs")
    private @Nullable NumberRange runs;

    @Option(
            names = "--versions",
            paramLabel = "A..B",
            converter = NumberRange.Converter.class,
            description = "compare these versions of FILE")
    private @Nullable NumberRange versions;

    @Option(names = "--stat", description = "list the files with the number of lines added and removed instead")
    private boolean stat;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (versions != null && (runs != null || file.isEmpty())) {
            throw new IllegalArgumentException("--versions is for one FILE, and not together with --runs");
        }
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            Difference difference = difference(link.api(), chosen.find(link.api()));
            if (difference.patch().isEmpty()) {
                context.terminal().note("No difference between " + difference.sides());
            } else if (stat) {
                DiffStat.of(difference.patch()).print(context.terminal());
            } else {
                new DiffLines(context.terminal()).print(difference.patch());
            }
            return ExitCode.OK;
        }
    }

    /** @param sides what is compared, in words */
    private record Difference(String sides, String patch) {}

    private Difference difference(MgxClient api, JsonNode task) throws InterruptedException {
        ProjectFiles files = new ProjectFiles(api, TaskRef.id(task));
        if (!file.isEmpty() && runs == null) {
            return betweenVersions(files, versions);
        }
        if (runs == null && TaskBranch.isOf(task)) {
            return whole(files, "the repository and the latest run");
        }
        return betweenRuns(files, RunSnapshots.of(files), runs);
    }

    /** All that the task changed, since before its first run. */
    private static Difference whole(ProjectFiles files, String sides) throws InterruptedException {
        return new Difference(sides, new String(files.api().patch(files.taskId()), StandardCharsets.UTF_8));
    }

    private Difference betweenRuns(ProjectFiles files, RunSnapshots snapshots, @Nullable NumberRange given)
            throws InterruptedException {
        if (!file.isEmpty()) {
            files.versions(file); // or it is said that there is none
        }
        if (given == null && snapshots.latest() == 0) {
            throw new IllegalArgumentException("The task has no run, so it has changed nothing");
        }
        if (given == null && snapshots.latest() == 1) {
            return whole(files, "nothing and the first run");
        }
        NumberRange range = given == null ? NumberRange.latest(snapshots.latest()) : given;
        return new Difference(
                "runs %d and %d".formatted(range.from(), range.to()), snapshots.diff(range.from(), range.to(), file));
    }

    private Difference betweenVersions(ProjectFiles files, @Nullable NumberRange given) throws InterruptedException {
        int latest = files.versions(file).getLast().version();
        if (given == null && latest < 2) {
            throw new IllegalArgumentException(file + " has one version, so there are no two to compare");
        }
        NumberRange range = given == null ? NumberRange.latest(latest) : given;
        return new Difference(
                "versions %d and %d of %s".formatted(range.from(), range.to(), file),
                files.diff(file, range.from(), range.to()));
    }
}

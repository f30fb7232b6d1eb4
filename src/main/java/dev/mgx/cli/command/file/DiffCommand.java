package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ProjectFiles;
import dev.mgx.cli.client.RunSnapshots;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.DiffLines;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgx diff}: shows what changed between two runs, or two versions of a file. */
@Command(
        name = "diff",
        header = "Show what changed between two runs, or two versions of a file.",
        description = {
            "Without FILE: what the latest run changed. With FILE: what its latest version changed.",
            "Without a terminal it prints a patch."
        })
final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

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
            ProjectFiles files = new ProjectFiles(link.api(), TaskRef.id(chosen.find(link.api())));
            Difference difference =
                    file.isEmpty() || runs != null ? betweenRuns(files, runs) : betweenVersions(files, versions);
            if (difference.patch().isEmpty()) {
                context.terminal().note("No difference between " + difference.sides());
            } else {
                new DiffLines(context.terminal()).print(difference.patch());
            }
            return ExitCode.OK;
        }
    }

    /** @param sides what is compared, in words */
    private record Difference(String sides, String patch) {}

    private Difference betweenRuns(ProjectFiles files, @Nullable NumberRange given) throws InterruptedException {
        RunSnapshots snapshots = RunSnapshots.of(files);
        if (!file.isEmpty()) {
            files.versions(file); // or it is said that there is none
        }
        if (given == null && snapshots.latest() < 2) {
            throw new IllegalArgumentException("The task has %s, so there are no two to compare"
                    .formatted(snapshots.latest() == 0 ? "no run" : "one run"));
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

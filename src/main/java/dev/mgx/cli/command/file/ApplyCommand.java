package dev.mgx.cli.command.file;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskBranch;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskOrLast;
import dev.mgx.repository.Author;
import dev.mgx.repository.UnusableRepository;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mgx apply}: makes the branch of a task in a repository, or moves it on. */
@Command(
        name = "apply",
        header = "Bring a task's work into your repository as a branch.",
        description = {
            "Makes the branch mgx/ID, or moves it on, with a commit for each step. Work tree, index and HEAD stay as they"
                    + " are; done again it makes the same commits.",
            "A branch that somebody else has moved is left alone."
        })
final class ApplyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskOrLast chosen = new TaskOrLast();

    @Option(names = "--repo", paramLabel = "DIR", description = "git repository; default: that of the current folder")
    private Path folder = Path.of("");

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ApplyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Author author = context.launcher().author(choice.settings());
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            String id = TaskRef.id(chosen.find(link.api()));
            String told = new TaskBranch(link.api(), author)
                    .apply(folder, id, Optional.empty())
                    .map(branch -> "The branch " + branch)
                    .orElse("The task changed nothing, so there is nothing to commit");
            context.terminal().line(told);
            return ExitCode.OK;
        } catch (UnusableRepository e) {
            context.terminal().problem(e.getMessage());
            return ExitCode.FAILED;
        }
    }
}

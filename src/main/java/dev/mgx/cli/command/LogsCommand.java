package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.ExecutionLog;
import dev.mgx.client.MgxEvent;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mgx logs}: shows what a task's programs printed. */
@Command(
        name = "logs",
        header = "Show what a task's programs printed.",
        description = "All that was run in the sandbox in the latest run, in order.")
final class LogsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Option(names = "--failed", description = "only the checks that failed, with all that they printed")
    private boolean failed;

    @Option(names = "--run", paramLabel = "N", description = "of this run; default: the latest")
    private @Nullable Integer run;

    @Mixin
    private ServerChoice choice = new ServerChoice();

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerLink link = context.open(choice, Purpose.LOOK)) {
            String id = TaskRef.id(chosen.find(link.api()));
            int latest = link.api().state(id).run();
            int wanted = run == null ? latest : run;
            if (latest == 0 || wanted < 1 || wanted > latest) {
                throw new IllegalArgumentException(
                        latest == 0
                                ? "The task has not run yet"
                                : "--run is %d, but the task has runs 1 to %d".formatted(wanted, latest));
            }
            ExecutionLog log = new ExecutionLog(context.terminal(), failed);
            link.api().events(id).each(new OfRun(wanted, log)::event);
            log.close();
            return ExitCode.OK;
        }
    }

    /** Passes on the events of one run. */
    private static final class OfRun {
        private final int wanted;
        private final ExecutionLog log;
        private int current;

        OfRun(int wanted, ExecutionLog log) {
            this.wanted = wanted;
            this.log = log;
        }

        void event(MgxEvent event) {
            if (event.type().equals("TASK_START")) {
                current = event.payload().path("run").asInt(current + 1);
            }
            if (current == wanted) {
                log.event(event.json());
            }
        }
    }
}

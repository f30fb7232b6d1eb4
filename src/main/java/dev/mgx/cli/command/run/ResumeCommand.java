package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.TaskRef;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.ServerChoice;
import dev.mgx.cli.link.ServerLink;
import dev.mgx.cli.link.TaskChoice;
import dev.mgx.cli.terminal.LatestRun;
import dev.mgx.cli.terminal.SpentLimit;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxState;
import dev.mgx.client.RecordedEvents;
import dev.mgx.task.TaskStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** {@code mgx resume}: resumes a task that was stopped, failed or was interrupted. */
@Command(
        name = "resume",
        header = "Resume a task that failed, was stopped or was interrupted.",
        description = {
            "Finished steps are kept and not paid for again. Ctrl-C stops the task.",
            "A run that ran out of time or budget needs a larger limit; on a terminal you are asked for one."
        })
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TaskChoice chosen = new TaskChoice();

    @Mixin
    private RunLimits limits = new RunLimits();

    @Mixin
    private FollowOptions options = new FollowOptions();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check(false);
        try (ServerLink link = context.open(choice, Purpose.WORK)) {
            MgxClient api = link.api();
            JsonNode task = chosen.find(api);
            MgxState before = api.state(TaskRef.id(task));
            if (before.status() == TaskStatus.SUCCEEDED) {
                return nothingToResume(new TaskRef(api).shorten(TaskRef.id(task)));
            }
            RunFollower follower = new RunFollower(context, choice, link, options);
            follower.introduce();
            if (limits.given().isEmpty() && before.status() == TaskStatus.FAILED) {
                askForMore(follower.terminal(), api.events(TaskRef.id(task)));
            }
            return follower.follow(
                    task, before.lastEventId(), false, () -> follower.start(TaskRef.id(task), body(before)));
        }
    }

    private Map<String, @Nullable Object> body(MgxState before) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        boolean neverRan = before.run() == 0 && before.queuePosition() == 0;
        if (!neverRan) {
            body.put("resume", true);
        }
        body.put("options", limits.given());
        return body;
    }

    private int nothingToResume(String shortId) {
        context.terminal()
                .problem("The task SUCCEEDED, so there is nothing to resume. Change it: %s. Build it again: %s"
                        .formatted(
                                choice.suggestion(context.program(), "say " + shortId + " \"…\""),
                                choice.suggestion(context.program(), "rerun " + shortId)));
        return ExitCode.FAILED;
    }

    /** Offers a larger limit if the last run ran out of one: asks for it, or says which option sets it. */
    private void askForMore(Terminal terminal, RecordedEvents events) throws InterruptedException {
        LatestRun last = new LatestRun();
        events.each(last::event);
        Optional<SpentLimit> spent = last.spent();
        if (spent.isEmpty()) {
            return;
        }
        SpentLimit limit = spent.get();
        terminal.wrapped(Style.YELLOW.of(
                "%s A larger one: %s; another model: --model NAME".formatted(limit.sentence(), limit.option())));
        String question = "%s [%s]: ".formatted(limit.kind().title(), limit.larger());
        for (Optional<String> answer = terminal.ask(question); answer.isPresent(); answer = terminal.ask(question)) {
            String text = answer.get().isBlank() ? limit.larger() : answer.get().strip();
            try {
                limits.take(limit.kind(), text);
                return;
            } catch (TypeConversionException e) {
                terminal.line(String.valueOf(e.getMessage()));
            }
        }
    }
}

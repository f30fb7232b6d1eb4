package dev.mgx.team.turn;

import dev.mgx.engine.Run;
import dev.mgx.llm.InWords;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.CommandRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds an agent's commands against the operator's rules, and asks a person where these say so.
 *
 * @param timeout how long to wait for the person; the command is not run then
 */
public record CommandApproval(Duration timeout, CommandRules rules) {
    /** Why a script may not be run, for the agent; empty if it may. */
    public Optional<String> refusal(Run run, String name, String script) throws InterruptedException {
        CommandRules.Verdict verdict = rules.verdict(script);
        return switch (verdict.ruling()) {
            case ALLOW -> Optional.empty();
            case DENY -> denied(run, name, "It was not run: the rule \"%s\" forbids it.".formatted(verdict.rule()));
            case ASK -> asked(run, name, script, String.valueOf(verdict.rule()));
        };
    }

    private static Optional<String> denied(Run run, String name, String sentence) throws InterruptedException {
        return Optional.of(run.step(name, String.class, step -> {
            step.conclude(EventDraft.of(EventType.LOG, sentence).by(AgentRole.ENGINEER));
            return sentence;
        }));
    }

    private Optional<String> asked(Run run, String name, String script, String rule) throws InterruptedException {
        EventDraft request = EventDraft.of(
                        EventType.APPROVAL_REQUEST,
                        "Approve the command, or say what to do instead. Without an answer within %s it is not run."
                                .formatted(InWords.of(timeout)))
                .visual(VisualType.MESSAGE)
                .with("content", "The rule `%s` asks about this command:\n\n```sh\n%s\n```\n".formatted(rule, script))
                .with("checks", List.of())
                .with("on_timeout", "not run");
        return run.receive(name, "approval", timeout, request, CommandApproval::read);
    }

    private static Optional<String> read(Optional<Map<String, @Nullable Object>> given) {
        if (given.isEmpty()) {
            return Optional.of("It was not run: nobody approved it in time.");
        }
        if (Boolean.TRUE.equals(given.get().get("approved"))) {
            return Optional.empty();
        }
        return Optional.of(
                given.get().get("comment") instanceof String comment && !comment.isBlank()
                        ? "It was not run; a person says: " + comment
                        : "It was not run: a person did not approve it.");
    }
}

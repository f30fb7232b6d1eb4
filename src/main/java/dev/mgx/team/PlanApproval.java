package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person whether a design is to be built. No answer is a no.
 *
 * @param timeout how long the person may take
 */
record PlanApproval(Duration timeout) {

    /** What the person said. */
    sealed interface Answer {
        record Yes() implements Answer {}

        /** Not like this, but as the comment says. */
        record Change(String comment) implements Answer {}

        record No(String reason) implements Answer {}
    }

    Answer ask(Run run, int round, Design design) throws InterruptedException {
        EventDraft request = EventDraft.of(
                        EventType.APPROVAL_REQUEST,
                        "Approve the design, or say what to change. Without an answer within %s the task fails."
                                .formatted(inWords(timeout)))
                .visual(VisualType.MESSAGE)
                .with("content", design.markdown())
                .with("on_timeout", "not approved");
        Optional<Map<String, @Nullable Object>> answer = run.receive("approval-" + round, "approval", timeout, request);
        return answer.map(PlanApproval::read)
                .orElseGet(() -> new Answer.No("Nobody approved the design within " + inWords(timeout)));
    }

    private static Answer read(Map<String, @Nullable Object> answer) {
        if (Boolean.TRUE.equals(answer.get("approved"))) {
            return new Answer.Yes();
        }
        return answer.get("comment") instanceof String comment && !comment.isBlank()
                ? new Answer.Change(comment)
                : new Answer.No("The design was not approved");
    }

    private static String inWords(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() == 1 ? "1 hour" : duration.toHours() + " hours";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}

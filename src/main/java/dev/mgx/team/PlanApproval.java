package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.role.Design;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person to approve a design. Rejection or no answer ends the run; a resumed run asks again.
 *
 * @param timeout how long to wait for the person
 */
record PlanApproval(Duration timeout) {
    private static final int MOST_DESIGNS = 5;

    /** The person's answer. */
    sealed interface Answer {
        /**
         * Approved.
         *
         * @param corrected the checks as the person wants them; empty if they stay
         */
        record Yes(List<AcceptanceCheck> corrected) implements Answer {}

        /** Changes requested by the comment. */
        record Change(String comment) implements Answer {}
    }

    /**
     * @param round 1 for the first design
     * @param content the design as it is shown
     * @throws StepFailed if the design is rejected without requesting changes
     */
    Answer ask(Run run, int round, String content, List<AcceptanceCheck> checks) throws InterruptedException {
        EventDraft request = EventDraft.of(
                        EventType.APPROVAL_REQUEST,
                        "Approve the plan, or request changes. Without an answer within %s the task fails."
                                .formatted(inWords(timeout)))
                .visual(VisualType.MESSAGE)
                .with("content", content)
                .with("checks", checks)
                .with("on_timeout", "not approved");
        return run.receive("approval-" + round, "approval", timeout, request, answer -> read(answer, round));
    }

    private Answer read(Optional<Map<String, @Nullable Object>> given, int round) {
        Map<String, @Nullable Object> answer = given.orElseThrow(
                () -> new StepFailed(ErrorType.PLAN_REFUSED, "The plan was not approved within " + inWords(timeout)));
        if (Boolean.TRUE.equals(answer.get("approved"))) {
            return new Answer.Yes(corrected(answer.get("checks")));
        }
        if (!(answer.get("comment") instanceof String comment) || comment.isBlank()) {
            throw new StepFailed(ErrorType.PLAN_REFUSED, "The plan was rejected");
        }
        if (round == MOST_DESIGNS) {
            throw new StepFailed(
                    ErrorType.PLAN_REFUSED, "The plan was not approved after %d versions".formatted(MOST_DESIGNS));
        }
        return new Answer.Change(comment);
    }

    /** The JSON of checks as a person sends them. */
    private record Corrected(List<AcceptanceCheck> checks) {}

    private static List<AcceptanceCheck> corrected(@Nullable Object checks) {
        if (checks == null) {
            return List.of();
        }
        try {
            List<AcceptanceCheck> corrected = Json.read(Json.write(Map.of("checks", checks)), Corrected.class)
                    .checks();
            long ids = corrected.stream().map(AcceptanceCheck::id).distinct().count();
            return ids == corrected.size() ? corrected : AcceptanceCheck.numbered(corrected);
        } catch (MalformedJson e) {
            throw new StepFailed(ErrorType.PLAN_REFUSED, "The corrected checks cannot be used: " + e.getMessage(), e);
        }
    }

    static String content(Design design, List<AcceptanceCheck> checks) {
        return checks.isEmpty()
                ? design.markdown() + "\nNo acceptance check: the program would not be verified.\n"
                : "%s\n## Acceptance checks\n```\n%s\n```\n".formatted(design.markdown(), AcceptanceCheck.list(checks));
    }

    /** @param doubts a sentence for each package that may not be the one that is meant */
    static String content(List<String> doubts) {
        return doubts.isEmpty() ? "" : "\n## Are these packages meant?\n- %s\n".formatted(String.join("\n- ", doubts));
    }

    private static String inWords(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() == 1 ? "1 hour" : duration.toHours() + " hours";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}

package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.StepFailed;
import dev.mgx.llm.Answer;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelGateway;
import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A role's turn in one step: says that it begins, asks the model while everybody watches, and ends with
 * what it used up. For the thread of its step.
 */
final class Turn {
    private static final int SHOWN_OF_ANSWER = 300;

    private final Step step;
    private final ModelGateway gateway;
    private final AgentRole role;
    private final @Nullable String filePath;
    private Usage usage = Usage.NONE;

    private Turn(Step step, ModelGateway gateway, AgentRole role, @Nullable String filePath) {
        this.step = step;
        this.gateway = gateway;
        this.role = role;
        this.filePath = filePath;
    }

    /**
     * Begins a turn.
     *
     * @param filePath the file it is about, or null
     * @param doing what the role does now, for people
     */
    static Turn begin(TeamRun team, Step step, AgentRole role, @Nullable String filePath, String doing, double progress)
            throws InterruptedException {
        Turn turn = new Turn(step, team.gateway(), role, filePath);
        step.emit(turn.event(EventType.AGENT_START, doing)
                .with("status", "thinking")
                .with("progress", progress));
        return turn;
    }

    /**
     * Asks the model; an answer that cannot be used is sent back once, with the complaint.
     *
     * @throws StepFailed when there is no usable answer
     */
    <T> T ask(Prompt prompt, AnswerReader<T> reader) throws InterruptedException {
        String first = call(prompt);
        String complaint;
        try {
            return reader.read(first);
        } catch (MalformedAnswer e) {
            complaint = String.valueOf(e.getMessage());
        }
        step.emit(event(EventType.LOG, "The answer could not be used and is asked for again: " + complaint));
        String second = call(PromptTemplate.correcting(prompt, first, complaint));
        try {
            return reader.read(second);
        } catch (MalformedAnswer e) {
            throw failed(
                    "The %s's answer could not be used, twice: %s. It said: %s"
                            .formatted(role, e.getMessage(), shortened(second)),
                    e);
        }
    }

    private String call(Prompt prompt) throws InterruptedException {
        try {
            Answer answer = gateway.call(prompt, step.timeLeft(), this::watch);
            usage = usage.plus(answer.usage());
            return answer.text();
        } catch (ModelFailed e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private void watch(String piece) throws InterruptedException {
        step.emit(event(EventType.MESSAGE_DELTA, piece).with("content", piece).with("status", "drafting"));
    }

    /** The failure of the step; what was used up until then is recorded all the same. */
    private StepFailed failed(String reason, Exception cause) throws InterruptedException {
        step.emit(event(EventType.LOG, reason).with("usage", usage));
        return new StepFailed(reason, cause);
    }

    /** An event of this role's, about the file of this turn. */
    EventDraft event(EventType type, String message) {
        EventDraft event = EventDraft.of(type, message).by(role);
        return filePath == null ? event : event.file(filePath);
    }

    /** Ends the turn together with the step: the last event of it, with what it used up. */
    void end(String done, double progress) {
        step.conclude(event(EventType.AGENT_COMPLETE, done)
                .with("status", "complete")
                .with("progress", progress)
                .with("usage", usage));
    }

    private static String shortened(String text) {
        String oneLine = text.strip().replaceAll("\\s+", " ");
        return oneLine.codePointCount(0, oneLine.length()) <= SHOWN_OF_ANSWER
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, SHOWN_OF_ANSWER)) + "…";
    }
}

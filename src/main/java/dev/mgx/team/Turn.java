package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.llm.Answer;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import dev.mgx.team.role.AnswerReader;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.MalformedAnswer;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A role's turn in one step: says that it begins, asks the model while everybody watches, and ends with
 * what it used up. For the thread of its step.
 */
final class Turn {
    private static final int SHOWN_OF_ANSWER = 300;

    private final Step step;
    private final TaskModels models;
    private final AgentRole role;
    private final @Nullable String filePath;
    private final String doing;
    private int calls;
    private Usage unrecorded = Usage.NONE;
    private Usage total = Usage.NONE;

    private Turn(Step step, TaskModels models, AgentRole role, @Nullable String filePath, String doing) {
        this.step = step;
        this.models = models;
        this.role = role;
        this.filePath = filePath;
        this.doing = doing;
    }

    /**
     * Begins a turn.
     *
     * @param filePath the file it is about, or null
     * @param doing what the role does now, for people
     */
    static Turn begin(TeamRun team, Step step, AgentRole role, @Nullable String filePath, String doing, double progress)
            throws InterruptedException {
        Turn turn = new Turn(step, team.models(), role, filePath, doing);
        step.emit(turn.event(EventType.AGENT_START, doing)
                .with("status", "thinking")
                .with("progress", progress));
        return turn;
    }

    /** A prompt to be filled, as far as the window of this role's models has room. */
    PromptBudget prompt(PromptTemplate template) {
        return new PromptBudget(template, models.window(role).promptTokens());
    }

    /**
     * Asks the model; an answer that cannot be used is sent back once, with the complaint.
     *
     * @throws StepFailed when there is no usable answer
     */
    <T> T ask(FittedPrompt fitted, AnswerReader<T> reader) throws InterruptedException {
        Prompt prompt = fitted.prompt();
        int room = models.window(role).promptTokens();
        sayWhatIsLeftOut(fitted, room);
        String first = call(prompt);
        String complaint;
        try {
            return reader.read(first);
        } catch (MalformedAnswer e) {
            complaint = String.valueOf(e.getMessage());
        }
        step.emit(event(EventType.LOG, "The answer could not be used; asking again: " + complaint)
                .with("usage", takeUsage()));
        String second = call(PromptBudget.correcting(prompt, first, complaint, room));
        try {
            return reader.read(second);
        } catch (MalformedAnswer e) {
            throw failed(
                    "%s: the model's answer could not be used, twice: %s. It said: %s"
                            .formatted(role.displayName(), e.getMessage(), shortened(second)),
                    e);
        }
    }

    private void sayWhatIsLeftOut(FittedPrompt fitted, int room) throws InterruptedException {
        long needed = TokenEstimate.of(fitted.prompt());
        if (needed > room) {
            throw new StepFailed(String.format(
                    Locale.ROOT,
                    "%s: the prompt is about %,d tokens, but the model's window has room for %,d; use a model with a"
                            + " larger window (MGX_MODEL_CONTEXT_TOKENS says how large it is)",
                    role.displayName(),
                    needed,
                    room));
        }
        if (!fitted.leftOut().isEmpty()) {
            String what = String.join(", ", fitted.leftOut());
            step.emit(event(
                            EventType.LOG,
                            String.format(
                                    Locale.ROOT,
                                    "The model's window has room for %,d tokens; left out: %s",
                                    room,
                                    what))
                    .with("left_out", fitted.leftOut()));
        }
    }

    private String call(Prompt prompt) throws InterruptedException {
        try {
            Answer answer = models.call(prompt, step.timeLeft(), new CallJournal(this, step, ++calls));
            use(answer.usage());
            return answer.text();
        } catch (ModelFailed e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** The failure of the step; what was used up until then is recorded all the same. */
    private StepFailed failed(String reason, Exception cause) throws InterruptedException {
        EventDraft said = event(EventType.LOG, reason).with("usage", takeUsage());
        step.emit(
                cause instanceof ModelFailed failure
                        ? said.with("kind", failure.kind().name())
                        : said);
        return cause instanceof ModelFailed failure && failure.kind() == ModelFailed.Kind.OVER_BUDGET
                ? new BudgetSpent(reason, cause)
                : new StepFailed(reason, cause);
    }

    /** What the role does now, for people. */
    String doing() {
        return doing;
    }

    /** Something was used up; the next event that {@link #takeUsage takes} it records it. */
    void use(Usage more) {
        unrecorded = unrecorded.plus(more);
        total = total.plus(more);
    }

    /** What was used up and is in no event yet. */
    Usage takeUsage() {
        Usage taken = unrecorded;
        unrecorded = Usage.NONE;
        return taken;
    }

    /** An event of this role's, about the file of this turn. */
    EventDraft event(EventType type, String message) {
        EventDraft event = EventDraft.of(type, message).by(role);
        return filePath == null ? event : event.file(filePath);
    }

    /** Ends the turn together with the step: the last event of it, with what was used up since the last one that said so. */
    void end(String done, double progress) {
        step.conclude(event(EventType.AGENT_COMPLETE, done)
                .with("status", "complete")
                .with("progress", progress)
                .with("token_cost", total.costUsd())
                .with("usage", takeUsage()));
    }

    private static String shortened(String text) {
        String oneLine = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return oneLine.codePointCount(0, oneLine.length()) <= SHOWN_OF_ANSWER
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, SHOWN_OF_ANSWER)) + "…";
    }
}

package dev.mgx.team.turn;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.llm.Answer;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import dev.mgx.team.answer.AnswerReader;
import dev.mgx.team.answer.MalformedAnswer;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role's turn in one step: announces its start, calls the model with its output streamed as events, and ends with the
 * usage. Confined to the thread of its step.
 */
public final class Turn {
    private static final int SHOWN_OF_ANSWER = 300;

    /** Failures of an answer, not of the way to it: the model is asked once more. */
    private static final Set<ModelFailed.Kind> MALFORMED =
            Set.of(ModelFailed.Kind.REPETITIVE, ModelFailed.Kind.TOO_LONG, ModelFailed.Kind.EMPTY);

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
     * Starts a turn.
     *
     * @param filePath the file concerned, or null
     * @param doing the role's current activity, for people
     */
    public static Turn begin(
            TeamRun team, Step step, AgentRole role, @Nullable String filePath, String doing, double progress)
            throws InterruptedException {
        Turn turn = new Turn(step, team.models(), role, filePath, doing);
        step.emit(turn.event(EventType.AGENT_START, doing)
                .with("status", "thinking")
                .with("progress", progress));
        return turn;
    }

    /** A prompt to fill, within the context window of this role's models. */
    public PromptBudget prompt(PromptTemplate template) {
        return new PromptBudget(template, models.window(role).promptTokens());
    }

    /**
     * Calls the model; an unusable answer is sent back once with the complaint.
     *
     * @throws UnusableAnswer if it answers, but never in a usable form
     * @throws StepFailed if there is no answer
     */
    public <T> T ask(FittedPrompt fitted, AnswerReader<T> reader) throws InterruptedException {
        Prompt prompt = fitted.prompt();
        int room = models.window(role).promptTokens();
        sayWhatIsLeftOut(fitted, room);
        Attempt<T> first = attempt(prompt, reader);
        if (first.value() != null) {
            return first.value();
        }
        step.emit(event(EventType.LOG, "The answer could not be used; asking again: " + first.complaint())
                .with("usage", takeUsage()));
        Attempt<T> second = attempt(PromptBudget.correcting(prompt, first.answer(), first.complaint(), room), reader);
        if (second.value() != null) {
            return second.value();
        }
        String reason = "%s: the model's answer could not be used, twice: %s."
                .formatted(role.displayName(), second.complaint().replaceFirst("[.]$", ""));
        String said = second.answer().isBlank() ? "" : " It said: " + shortened(second.answer());
        throw failed(reason + said, second.cause());
    }

    /**
     * Calls the model in a conversation, in which any answer is one: an answer that broke off says so.
     *
     * @throws StepFailed if there is no answer
     */
    public String say(Prompt prompt) throws InterruptedException {
        try {
            String answer = call(prompt);
            return answer.isBlank() ? "(nothing)" : answer;
        } catch (ModelFailed e) {
            if (MALFORMED.contains(e.kind())) {
                return "(%s)".formatted(e.getMessage());
            }
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * One call and the reading of its answer.
     *
     * @param value null if it could not be used
     * @param complaint why it could not be used
     */
    private record Attempt<T>(
            @Nullable T value,
            String answer,
            String complaint,
            @Nullable Exception cause) {}

    private <T> Attempt<T> attempt(Prompt prompt, AnswerReader<T> reader) throws InterruptedException {
        String answer = "";
        try {
            answer = call(prompt);
            return new Attempt<>(reader.read(answer), answer, "", null);
        } catch (MalformedAnswer e) {
            return new Attempt<>(null, answer, String.valueOf(e.getMessage()), e);
        } catch (ModelFailed e) {
            if (MALFORMED.contains(e.kind())) {
                boolean empty = e.kind() == ModelFailed.Kind.EMPTY;
                return new Attempt<>(
                        null,
                        "",
                        e.getMessage() + (empty ? ". Give the answer itself" : ". Answer in fewer words"),
                        new MalformedAnswer(String.valueOf(e.getMessage()), e));
            }
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Says that the work goes on without what this role could not give. */
    public void goOnWithout(UnusableAnswer unusable, String instead) {
        step.conclude(event(EventType.LOG, "%s Going on without it: %s".formatted(unusable.getMessage(), instead)));
    }

    private void sayWhatIsLeftOut(FittedPrompt fitted, int room) throws InterruptedException {
        long needed = TokenEstimate.of(fitted.prompt());
        if (needed > room) {
            throw new UnusableAnswer(
                    String.format(
                            Locale.ROOT,
                            "%s: the prompt is about %,d tokens, but the model's window has room for %,d; use a model"
                                    + " with a larger window (MGX_MODEL_CONTEXT_TOKENS says how large it is).",
                            role.displayName(),
                            needed,
                            room),
                    null);
        }
        if (!fitted.omitted().isEmpty()) {
            String what = String.join(", ", fitted.omitted());
            step.emit(event(
                            EventType.LOG,
                            String.format(
                                    Locale.ROOT,
                                    "The model's window has room for %,d tokens; left out: %s",
                                    room,
                                    what))
                    .with("left_out", fitted.omitted()));
        }
    }

    private String call(Prompt prompt) throws InterruptedException {
        Answer answer = models.call(prompt, step.timeLeft(), new CallJournal(this, step, ++calls));
        use(answer.usage());
        return answer.text();
    }

    /** Fails the step; the usage so far is recorded nevertheless. */
    private StepFailed failed(String reason, @Nullable Exception cause) throws InterruptedException {
        EventDraft draft = event(EventType.LOG, reason).with("usage", takeUsage());
        step.emit(
                cause instanceof ModelFailed failure
                        ? draft.with("kind", failure.kind().name())
                        : draft);
        if (cause instanceof ModelFailed failure) {
            return failure.kind() == ModelFailed.Kind.OVER_BUDGET
                    ? new BudgetSpent(reason, cause)
                    : new StepFailed(errorType(failure.kind()), reason, cause);
        }
        return new UnusableAnswer(reason, cause);
    }

    private static ErrorType errorType(ModelFailed.Kind kind) {
        return switch (kind) {
            case TIMED_OUT, UNREACHABLE, RATE_LIMITED, OVERLOADED, LOADING, CUT, GARBLED -> ErrorType.MODEL_UNREACHABLE;
            case TOO_LONG, REPETITIVE, EMPTY, REFUSED, UNKNOWN_MODEL -> ErrorType.MODEL_REFUSED;
            case OVER_BUDGET -> ErrorType.BUDGET;
        };
    }

    /** Announces the role's current activity. */
    public String doing() {
        return doing;
    }

    /** Adds usage; recorded with the next event that {@link #takeUsage takes} it. */
    public void use(Usage more) {
        unrecorded = unrecorded.plus(more);
        total = total.plus(more);
    }

    /** The usage not recorded in an event yet; resets it. */
    public Usage takeUsage() {
        Usage taken = unrecorded;
        unrecorded = Usage.NONE;
        return taken;
    }

    /** An event of this role about the file of this turn. */
    public EventDraft event(EventType type, String message) {
        EventDraft event = EventDraft.of(type, message).by(role);
        return filePath == null ? event : event.file(filePath);
    }

    /** Ends the turn with the step's last event, which carries the remaining usage. */
    public void end(String done, double progress) {
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

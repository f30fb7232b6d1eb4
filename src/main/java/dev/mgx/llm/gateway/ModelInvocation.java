package dev.mgx.llm.gateway;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.InWords;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.budget.CallEstimate;
import dev.mgx.task.Usage;
import dev.mgx.time.Deadline;
import dev.mgx.time.MonotonicClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * One question, put to a model until it is answered: again after a failure that may pass, and to the next
 * model when one has failed for good. No place for a call is held between two attempts. For one thread.
 */
final class ModelInvocation {
    private final TaskModels models;
    private final ModelGateway gateway;
    private final List<Model> chain; // the models to ask, one after the other
    private final Prompt prompt;
    private final Deadline time;
    private final CallListener listener;
    private int asked; // the place in the chain
    private int attempt;
    private int failures; // of the model that is asked

    ModelInvocation(TaskModels models, Prompt prompt, Deadline time, CallListener listener) {
        this.models = models;
        gateway = models.gateway();
        chain = gateway.chain(prompt.role(), models.task().options());
        this.prompt = prompt;
        this.time = time;
        this.listener = listener;
    }

    /** What came of one attempt. */
    private sealed interface Attempt {
        record Answered(Answer answer) implements Attempt {}

        record Failed(ModelFailed failure, Usage usage) implements Attempt {}
    }

    /** @throws ModelFailed when no model has answered */
    Answer answer() throws InterruptedException {
        while (true) {
            switch (attempt()) {
                case Attempt.Answered(Answer answer) -> {
                    return answer;
                }
                case Attempt.Failed(ModelFailed failure, Usage usage) -> prepareNext(failure, usage);
            }
        }
    }

    private Attempt attempt() throws InterruptedException {
        Model model = chain.get(asked);
        CallEstimate estimate = new CallEstimate(
                model.name(),
                TokenEstimate.of(prompt),
                gateway.window(model).answerTokens(),
                gateway.facts(model).price());
        Budget.Reservation reservation = models.budget().reserve(estimate, time);
        try {
            return inPlace(model, estimate, reservation);
        } finally {
            reservation.settle(Usage.NONE); // where it came to no call
        }
    }

    private Attempt inPlace(Model model, CallEstimate estimate, Budget.Reservation reservation)
            throws InterruptedException {
        if (!gateway.slots().take(models.task().id(), time.left())) {
            throw new ModelFailed(
                    Kind.TIMED_OUT, "No slot for a model call became free within " + InWords.of(time.allowed()), null);
        }
        try {
            attempt++;
            listener.told(
                    new CallReport.Calling(attempt, model.name(), estimate.inputTokens(), reservation.outputTokens()));
            return call(model, reservation);
        } finally {
            gateway.slots().release();
        }
    }

    private Attempt call(Model model, Budget.Reservation reservation) throws InterruptedException {
        MonotonicClock clock = gateway.clock();
        AnswerLimits limits = new AnswerLimits(
                reservation.outputTokens(), gateway.limits().answer().maxBytes());
        CallTimer patience = new CallTimer(model.name(), gateway.limits().deadlines(), time.left(), clock.nanoTime());
        ModelCall call = new ModelCall(model, prompt, limits, patience, clock);
        try {
            Answer answer = call.answer(piece -> listener.told(new CallReport.Text(attempt, piece)));
            return new Attempt.Answered(new Answer(answer.text(), reservation.settle(answer.usage())));
        } catch (ModelFailed e) {
            Usage usage = reservation.settle(mayHaveUsed(e.kind(), call.heardBytes()));
            return new Attempt.Failed(reservation.cutShort() && e.kind() == Kind.TOO_LONG ? outOfBudget(e) : e, usage);
        } catch (InterruptedException | RuntimeException | Error e) {
            // Interrupted, for whatever reason: the provider may have taken the request all the same.
            Usage usage = reservation.settle(used(call.heardBytes()));
            listener.told(new CallReport.Interrupted(attempt, model.name(), usage));
            throw e;
        }
    }

    private static ModelFailed outOfBudget(ModelFailed tooLong) {
        return new ModelFailed(
                Kind.OVER_BUDGET,
                "Budget is spent: the answer did not fit into what was left of it. " + tooLong.getMessage(),
                tooLong);
    }

    /**
     * What a failed attempt may be charged for: nothing where the provider did not take the request, else the
     * prompt and what came of the answer.
     */
    private Usage mayHaveUsed(Kind kind, long heardBytes) {
        boolean taken = switch (kind) {
            case UNREACHABLE, RATE_LIMITED, OVERLOADED, REFUSED, UNKNOWN_MODEL, OVER_BUDGET -> heardBytes > 0;
            case TIMED_OUT, CUT, GARBLED, TOO_LONG -> true;
        };
        return taken ? used(heardBytes) : Usage.NONE;
    }

    private Usage used(long heardBytes) {
        return new Usage(TokenEstimate.of(prompt), TokenEstimate.ofBytes(heardBytes), BigDecimal.ZERO, 1);
    }

    /** Waits for the next attempt; throws when there is none. */
    private void prepareNext(ModelFailed failure, Usage usage) throws InterruptedException {
        String model = chain.get(asked).name();
        failures++;
        RetryPolicy policy = gateway.limits().retries();
        switch (policy.verdict(failure, failures, time.left(), gateway.chance())) {
            case RetryVerdict.Again(Duration delay) -> {
                listener.told(new CallReport.Retrying(attempt, model, failure, usage, delay, null));
                gateway.clock().sleep(delay);
            }
            case RetryVerdict.GiveUp(String reason) -> {
                ModelFailed last = new ModelFailed(failure.kind(), reason, failure);
                boolean another = asked + 1 < chain.size() && policy.mayFallBack(failure.kind());
                if (!another || time.left().isZero()) {
                    listener.told(new CallReport.GivenUp(attempt, model, last, usage));
                    throw last;
                }
                asked++;
                failures = 0;
                listener.told(new CallReport.Retrying(
                        attempt,
                        model,
                        last,
                        usage,
                        Duration.ZERO,
                        chain.get(asked).name()));
            }
        }
    }
}

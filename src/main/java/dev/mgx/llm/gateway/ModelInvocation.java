package dev.mgx.llm.gateway;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.InWords;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.budget.CallEstimate;
import dev.mgx.task.Usage;
import dev.mgx.time.Deadline;
import dev.mgx.time.MonotonicClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One invocation: retries transient failures, and falls back to the next model after a permanent one. Holds no slot
 * between two attempts. Not thread-safe.
 */
final class ModelInvocation {
    private final TaskModels models;
    private final ModelGateway gateway;
    private final List<Model> chain; // the models to try, in order
    private final Prompt prompt;
    private final Deadline deadline;
    private final CallListener listener;
    private int modelIndex; // index into the chain
    private int attempt;
    private int failures; // of the current model

    ModelInvocation(TaskModels models, Prompt prompt, Deadline deadline, CallListener listener) {
        this.models = models;
        gateway = models.gateway();
        chain = gateway.chain(prompt.role(), models.task().options());
        this.prompt = prompt;
        this.deadline = deadline;
        this.listener = listener;
    }

    /** The outcome of one attempt. */
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
        Model model = chain.get(modelIndex);
        gateway.learn(model);
        CallEstimate estimate = new CallEstimate(
                model.name(),
                TokenEstimate.of(prompt),
                gateway.answerTokens(model, prompt),
                gateway.facts(model).price());
        Budget.Reservation reservation = models.budget().reserve(estimate, deadline);
        try {
            return callInSlot(model, estimate, reservation);
        } finally {
            reservation.settle(Usage.NONE); // if no call was made
        }
    }

    private Attempt callInSlot(Model model, CallEstimate estimate, Budget.Reservation reservation)
            throws InterruptedException {
        if (!gateway.slots().tryAcquire(models.task().id(), deadline.left())) {
            throw new ModelFailed(
                    Kind.TIMED_OUT,
                    "No slot for a model call became free within " + InWords.of(deadline.allowed()),
                    null);
        }
        try {
            attempt++;
            listener.onReport(new CallReport.Calling(
                    attempt, model.name(), estimate.inputTokens(), reservation.outputTokens(), model.profile()));
            return call(model, reservation);
        } finally {
            gateway.slots().release();
        }
    }

    private Attempt call(Model model, Budget.Reservation reservation) throws InterruptedException {
        MonotonicClock clock = gateway.clock();
        AnswerLimits limits = new AnswerLimits(
                reservation.outputTokens(), gateway.limits().answer().maxBytes());
        CallDeadlines deadlines =
                gateway.limits().deadlines().fitting(model.profile(), TokenEstimate.of(prompt), limits.maxTokens());
        CallTimer timer = new CallTimer(model.name(), deadlines, deadline.left(), clock.nanoTime());
        ModelCall call = new ModelCall(model, prompt, limits, timer, clock);
        long began = clock.nanoTime();
        String ending = "failed";
        try {
            Answer answer = call.answer(new Reporter());
            ending = "answered";
            return new Attempt.Answered(new Answer(answer.text(), reservation.settle(answer.usage())));
        } catch (ModelFailed e) {
            ending = e.kind().name().toLowerCase(Locale.ROOT);
            Usage usage = reservation.settle(mayHaveUsed(e.kind(), call.receivedBytes()));
            return new Attempt.Failed(reservation.reduced() && e.kind() == Kind.TOO_LONG ? outOfBudget(e) : e, usage);
        } catch (InterruptedException | RuntimeException | Error e) {
            // Interrupted or failed unexpectedly: the provider may charge for the request all the same.
            ending = e instanceof InterruptedException ? "interrupted" : ending;
            Usage usage = reservation.settle(used(call.receivedBytes()));
            listener.onReport(new CallReport.Interrupted(attempt, model.name(), usage));
            throw e;
        } finally {
            gateway.observer().over(ending, Duration.ofNanos(clock.nanoTime() - began));
        }
    }

    private final class Reporter implements TextListener {
        @Override
        public void text(String piece) throws InterruptedException {
            listener.onReport(new CallReport.Text(attempt, piece, false));
        }

        @Override
        public void thought(String piece) throws InterruptedException {
            listener.onReport(new CallReport.Text(attempt, piece, true));
        }
    }

    private static ModelFailed outOfBudget(ModelFailed tooLong) {
        return new ModelFailed(
                Kind.OVER_BUDGET,
                "Budget is spent: the answer did not fit into what was left of it. " + tooLong.getMessage(),
                tooLong);
    }

    /**
     * The usage that a failed attempt may be charged for: none if the provider did not accept the request, else the
     * prompt and the text received.
     */
    private Usage mayHaveUsed(Kind kind, long receivedBytes) {
        boolean accepted = switch (kind) {
            case UNREACHABLE, RATE_LIMITED, OVERLOADED, LOADING, REFUSED, UNKNOWN_MODEL, OVER_BUDGET ->
                receivedBytes > 0;
            case TIMED_OUT, CUT, GARBLED, TOO_LONG, REPETITIVE, EMPTY -> true;
        };
        return accepted ? used(receivedBytes) : Usage.NONE;
    }

    private Usage used(long receivedBytes) {
        return new Usage(TokenEstimate.of(prompt), TokenEstimate.ofBytes(receivedBytes), BigDecimal.ZERO, 1);
    }

    /** Waits for the next attempt; throws if there is none. */
    private void prepareNext(ModelFailed failure, Usage usage) throws InterruptedException {
        String model = chain.get(modelIndex).name();
        // A server that is loading its model has not failed, and is asked again soon, however often it was.
        failures += failure.kind() == Kind.LOADING ? 0 : 1;
        RetryPolicy policy = gateway.limits().retries();
        switch (policy.verdict(failure, Math.max(1, failures), deadline.left(), gateway.chance())) {
            case RetryVerdict.Again(Duration delay) -> {
                listener.onReport(new CallReport.Retrying(attempt, model, failure, usage, delay, null));
                gateway.clock().sleep(delay);
            }
            case RetryVerdict.GiveUp(String reason) -> {
                ModelFailed last = new ModelFailed(failure.kind(), reason, failure);
                boolean another = modelIndex + 1 < chain.size() && policy.mayFallBack(failure.kind());
                if (!another || deadline.left().isZero()) {
                    listener.onReport(new CallReport.GivenUp(attempt, model, last, usage));
                    throw last;
                }
                modelIndex++;
                failures = 0;
                listener.onReport(new CallReport.Retrying(
                        attempt,
                        model,
                        last,
                        usage,
                        Duration.ZERO,
                        chain.get(modelIndex).name()));
            }
        }
    }
}

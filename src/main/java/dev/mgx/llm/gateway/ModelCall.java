package dev.mgx.llm.gateway;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a model, made on a thread of its own, so that a model which hears no interrupt holds
 * nobody up. The thread is interrupted when the call is over, however that came. A slow listener slows
 * the model: at most {@link #PIECES_WAITING} pieces wait for it.
 */
final class ModelCall {
    private static final Logger log = LoggerFactory.getLogger(ModelCall.class);

    private static final int PIECES_WAITING = 256;
    /** How long an interrupted model may take to close what it has open before it is left to itself. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Model model;
    private final Prompt prompt;
    private final AnswerLimits limits;
    private final CallTimer patience;
    private final MonotonicClock monotonic;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(PIECES_WAITING);
    private long heardBytes;

    /** What the model's thread tells the caller's. */
    private sealed interface Signal {
        record Piece(String text) implements Signal {}

        record Done(Answer answer) implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    /** The call begins now. */
    ModelCall(Model model, Prompt prompt, AnswerLimits limits, CallTimer patience, MonotonicClock monotonic) {
        this.model = model;
        this.prompt = prompt;
        this.limits = limits;
        this.patience = patience;
        this.monotonic = monotonic;
    }

    /** Blocks until the model has answered, or a deadline has come. */
    Answer answer(TextListener onDelta) throws InterruptedException {
        DeltaCoalescer deltas = new DeltaCoalescer(onDelta, monotonic);
        Thread worker = Thread.ofVirtual().name("model-call").start(this::work);
        try {
            while (true) {
                switch (next(deltas)) {
                    case null -> deltas.flushIfDue();
                    case Signal.Piece(String text) -> {
                        hear(text);
                        deltas.add(text);
                    }
                    case Signal.Done(Answer answer) -> {
                        requireShort(answer.text().getBytes(StandardCharsets.UTF_8).length);
                        deltas.flush();
                        return answer;
                    }
                    case Signal.Broken(Throwable cause) -> {
                        deltas.flush();
                        throw failure(cause);
                    }
                }
            }
        } finally {
            worker.interrupt();
            close(worker);
        }
    }

    private ModelFailed failure(Throwable cause) {
        return cause instanceof ModelFailed known
                ? known
                : new ModelFailed(
                        ModelFailed.Kind.GARBLED,
                        "The model " + model.name() + " failed: " + cause.getMessage(),
                        cause);
    }

    /** How much of an answer has come, in bytes of UTF-8. */
    long heardBytes() {
        return heardBytes;
    }

    private void hear(String text) {
        patience.sign(monotonic.nanoTime());
        heardBytes += text.getBytes(StandardCharsets.UTF_8).length;
        requireShort(heardBytes);
    }

    private void requireShort(long bytes) {
        if (bytes > limits.maxBytes()) {
            throw new ModelFailed(
                    ModelFailed.Kind.TOO_LONG,
                    "The answer of the model %s is longer than %,d bytes (MGX_LLM_MAX_ANSWER_BYTES)"
                            .formatted(model.name(), limits.maxBytes()),
                    null);
        }
    }

    /** What the model says next, or null when it is time to pass text on. */
    private @Nullable Signal next(DeltaCoalescer deltas) throws InterruptedException {
        Signal waiting = signals.poll();
        if (waiting instanceof Signal.Done || waiting instanceof Signal.Broken) {
            return waiting;
        }
        long now = monotonic.nanoTime();
        if (waiting != null) {
            patience.sign(now); // it came in time, however late a slow listener lets it be looked at
        }
        Duration left = patience.left(now);
        if (!left.isPositive()) {
            throw patience.failure(now);
        }
        if (waiting != null) {
            return waiting;
        }
        boolean flushFirst = deltas.hasText() && deltas.untilDue().compareTo(left) < 0;
        Duration wait = flushFirst ? deltas.untilDue() : left;
        return signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void work() {
        try {
            signals.put(outcome());
        } catch (InterruptedException e) {
            // The caller has gone, or the model ended its own thread: then the caller still waits.
            boolean told = signals.offer(new Signal.Broken(e));
            log.debug("A call of {} was interrupted; the caller {}", model.name(), told ? "may know" : "has gone");
        }
    }

    private Signal outcome() throws InterruptedException {
        try {
            return new Signal.Done(model.answer(prompt, limits, piece -> signals.put(new Signal.Piece(piece))));
        } catch (RuntimeException | Error e) {
            return new Signal.Broken(e);
        }
    }

    private void close(Thread worker) throws InterruptedException {
        if (!worker.join(CLOSING)) {
            log.warn("A call of {} did not end when it was interrupted, and is left to itself", model.name());
        }
    }
}

package dev.mgx.llm;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final long began;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(PIECES_WAITING);

    /** What the model's thread tells the caller's. */
    private sealed interface Signal {
        record Piece(String text) implements Signal {}

        record Done(Answer answer) implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    ModelCall(Model model, Prompt prompt, Duration limit, LongSupplier nanoTime) {
        this.model = model;
        this.prompt = prompt;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** Blocks until the model has answered, for {@code limit} at most. */
    Answer answer(TextListener onDelta) throws InterruptedException {
        DeltaCoalescer deltas = new DeltaCoalescer(onDelta, nanoTime);
        Thread worker = Thread.ofVirtual().name("model-call").start(this::work);
        try {
            while (true) {
                switch (next(deltas)) {
                    case null -> deltas.flushIfDue();
                    case Signal.Piece(String text) -> deltas.add(text);
                    case Signal.Done(Answer answer) -> {
                        deltas.flush();
                        return answer;
                    }
                    case Signal.Broken(ModelFailed known) -> throw known;
                    case Signal.Broken(Throwable cause) ->
                        throw new ModelFailed(
                                ModelFailed.Kind.GARBLED,
                                "The model " + model.name() + " failed: " + cause.getMessage(),
                                cause);
                }
            }
        } finally {
            worker.interrupt();
            close(worker);
        }
    }

    /** What the model says next, or null when it is time to pass text on. */
    private @Nullable Signal next(DeltaCoalescer deltas) throws InterruptedException {
        Duration left = limit.minusNanos(nanoTime.getAsLong() - began);
        if (!left.isPositive()) {
            throw new ModelFailed(
                    ModelFailed.Kind.TIMED_OUT,
                    "The model " + model.name() + " did not finish its answer in " + ModelGateway.seconds(limit), null);
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
            return new Signal.Done(model.answer(prompt, AnswerLimits.DEFAULT, piece -> signals.put(new Signal.Piece(piece))));
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

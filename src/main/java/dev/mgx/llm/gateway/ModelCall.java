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
 * One call of a model, made on a virtual thread of its own, so that a model that ignores interrupts blocks nobody.
 * The thread is interrupted when the call is over for whatever reason. A slow listener slows the model down: at most
 * {@link #MAX_PENDING_SIGNALS} pieces are queued.
 */
final class ModelCall {
    private static final Logger log = LoggerFactory.getLogger(ModelCall.class);

    private static final int MAX_PENDING_SIGNALS = 256;
    /** How long to wait for an interrupted model thread before it is abandoned. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Model model;
    private final Prompt prompt;
    private final AnswerLimits limits;
    private final CallTimer timer;
    private final MonotonicClock monotonic;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(MAX_PENDING_SIGNALS);
    private long receivedBytes;

    /** A message from the model's thread to the caller's. */
    private sealed interface Signal {
        record Piece(String text, boolean thought) implements Signal {}

        record Done(Answer answer) implements Signal {}

        record Failed(Throwable cause) implements Signal {}
    }

    /** The call starts now. */
    ModelCall(Model model, Prompt prompt, AnswerLimits limits, CallTimer timer, MonotonicClock monotonic) {
        this.model = model;
        this.prompt = prompt;
        this.limits = limits;
        this.timer = timer;
        this.monotonic = monotonic;
    }

    /** Blocks until the model has answered or a deadline has passed. */
    Answer answer(TextListener onDelta) throws InterruptedException {
        DeltaCoalescer deltas = new DeltaCoalescer(onDelta, monotonic);
        Thread worker = Thread.ofVirtual().name("model-call").start(this::runModel);
        try {
            while (true) {
                switch (next(deltas)) {
                    case null -> deltas.flushIfDue();
                    case Signal.Piece(String text, boolean thought) -> {
                        received(text);
                        deltas.add(text, thought);
                    }
                    case Signal.Done(Answer answer) -> {
                        requireShort(answer.text().getBytes(StandardCharsets.UTF_8).length);
                        deltas.flush();
                        return answer;
                    }
                    case Signal.Failed(Throwable cause) -> {
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

    /** The size of the text received so far, in bytes of UTF-8. */
    long receivedBytes() {
        return receivedBytes;
    }

    private void received(String text) {
        timer.activity(monotonic.nanoTime());
        receivedBytes += text.getBytes(StandardCharsets.UTF_8).length;
        requireShort(receivedBytes);
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

    /** The next signal, or null if a flush is due first. */
    private @Nullable Signal next(DeltaCoalescer deltas) throws InterruptedException {
        Signal waiting = signals.poll();
        if (waiting instanceof Signal.Done || waiting instanceof Signal.Failed) {
            return waiting;
        }
        long now = monotonic.nanoTime();
        if (waiting != null) {
            timer.activity(now); // it arrived in time, even if a slow listener delayed its processing
        }
        Duration left = timer.left(now);
        if (!left.isPositive()) {
            throw timer.failure(now);
        }
        if (waiting != null) {
            return waiting;
        }
        boolean flushFirst = deltas.hasText() && deltas.untilDue().compareTo(left) < 0;
        Duration wait = flushFirst ? deltas.untilDue() : left;
        return signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void runModel() {
        try {
            signals.put(outcome());
        } catch (InterruptedException e) {
            // Either the caller is gone, or the model interrupted its own thread and the caller is still waiting.
            boolean signalled = signals.offer(new Signal.Failed(e));
            log.debug(
                    "A call of {} was interrupted; the caller {}",
                    model.name(),
                    signalled ? "was notified" : "is gone");
        }
    }

    private Signal outcome() throws InterruptedException {
        try {
            return new Signal.Done(model.answer(prompt, limits, new Signaller()));
        } catch (RuntimeException | Error e) {
            return new Signal.Failed(e);
        }
    }

    /** Passes pieces on to the caller's thread. */
    private final class Signaller implements TextListener {
        @Override
        public void text(String piece) throws InterruptedException {
            signals.put(new Signal.Piece(piece, false));
        }

        @Override
        public void thought(String piece) throws InterruptedException {
            signals.put(new Signal.Piece(piece, true));
        }
    }

    private void close(Thread worker) throws InterruptedException {
        if (!worker.join(CLOSE_TIMEOUT)) {
            log.warn("A call of {} ignored its interrupt and was abandoned", model.name());
        }
    }
}

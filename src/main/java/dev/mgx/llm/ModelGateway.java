package dev.mgx.llm;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one door to the model: bounds how many calls are open at once, first come, first served; how
 * long each may take; and how often its text is passed on. Thread-safe; its callers block.
 */
public final class ModelGateway {
    private final Model model;
    private final Semaphore places;
    private final Duration callTimeout;
    private final LongSupplier nanoTime;

    /**
     * @param maxConcurrency how many calls may be open at once, at least 1
     * @param callTimeout how long one call may take, the wait for its place not counted
     * @param nanoTime a clock that only moves forward, such as {@code System::nanoTime}
     */
    public ModelGateway(ModelSource source, int maxConcurrency, Duration callTimeout, LongSupplier nanoTime) {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, was " + maxConcurrency);
        }
        this.model = source.usual();
        this.places = new Semaphore(maxConcurrency, true);
        this.callTimeout = callTimeout;
        this.nanoTime = nanoTime;
    }

    public String modelName() {
        return model.name();
    }

    /** Whether no real model answers. */
    public boolean simulated() {
        return model.simulated();
    }

    /**
     * Asks the model and blocks until it has answered. An interrupt closes the call.
     *
     * @param timeLeft how long the caller can wait, for a place and for the answer together
     * @param onDelta is given the text in coalesced pieces, on the caller's thread
     * @throws ModelFailed when there is no whole answer in time
     */
    public Answer call(Prompt prompt, Duration timeLeft, TextListener onDelta) throws InterruptedException {
        long began = nanoTime.getAsLong();
        if (!places.tryAcquire(timeLeft.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ModelFailed(ModelFailed.Kind.TIMED_OUT, "No place for a model call became free in " + seconds(timeLeft), null);
        }
        try {
            Duration left = timeLeft.minusNanos(nanoTime.getAsLong() - began);
            Duration limit = left.compareTo(callTimeout) < 0 ? left : callTimeout;
            return new ModelCall(model, prompt, limit, nanoTime).answer(onDelta);
        } finally {
            places.release();
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f seconds", duration.toMillis() / 1000.0);
    }
}

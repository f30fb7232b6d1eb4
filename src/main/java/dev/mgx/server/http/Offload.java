package dev.mgx.server.http;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs blocking work for event loops: each piece of work on a virtual thread of its own, its outcome back on the event
 * loop. Owns its threads. Thread-safe.
 */
public final class Offload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Offload.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mgx-request-", 0).factory());

    /**
     * Runs {@code work} on a virtual thread; then calls one of the other two on {@code context}.
     *
     * @param failed also gets a {@link RejectedExecutionException} when the server is closed
     */
    public <T> void run(Context context, Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            threads.execute(() -> {
                Runnable outcome;
                try {
                    T result = work.call();
                    outcome = () -> done.accept(result);
                } catch (Exception | Error e) { // the caller must always get an outcome
                    outcome = () -> failed.accept(e);
                }
                Runnable handed = outcome;
                context.runOnContext(nothing -> handed.run());
            });
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    /** Lets running work finish for a moment, then interrupts it and waits. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
            if (!threads.awaitTermination(INTERRUPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Requests are still running {} after they were interrupted", INTERRUPT_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

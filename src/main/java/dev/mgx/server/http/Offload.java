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
 * The bridge from event loops, which must not block, to work that does: a virtual thread for each piece,
 * and the outcome back on the event loop. Owns its threads. Thread-safe.
 */
public final class Offload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Offload.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mgx-request-", 0).factory());

    /**
     * Does {@code work} elsewhere; then, on {@code context}, calls one of the other two.
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
                } catch (Exception | Error e) { // whatever it is, somebody waits for the outcome
                    outcome = () -> failed.accept(e);
                }
                Runnable handed = outcome;
                context.runOnContext(nothing -> handed.run());
            });
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    /** Lets what is at work finish, interrupts what takes too long, and waits for it. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Requests are still at work {} after they were interrupted", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

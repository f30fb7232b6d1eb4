package dev.mgx.server.http;

import dev.mgx.server.intake.HeavyWork;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.intake.Overloaded;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs blocking work for event loops: each piece of work on a virtual thread of its own, its outcome back on the event
 * loop. What computes for long is handed on from there to {@link HeavyWork}; what must be answered whatever else is
 * going on has platform threads apart. Owns its threads. Thread-safe.
 */
public final class Offload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Offload.class);
    private static final int THREADS_APART = 2;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mgx-request-", 0).factory());
    private final ExecutorService apart = Executors.newFixedThreadPool(
            THREADS_APART, Thread.ofPlatform().name("mgx-health-", 1).daemon().factory());
    private final HeavyWork heavy;

    public Offload(IntakeLimits limits) {
        heavy = new HeavyWork(limits);
    }

    /**
     * Runs {@code work} on a virtual thread; then calls one of the other two on {@code context}.
     *
     * @param failed also gets what {@code done} throws, and a {@link RejectedExecutionException} when the server is closed
     */
    public <T> void run(Context context, Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        run(threads, context, work, done, failed);
    }

    /** Does the same on a thread that no other request can keep busy. */
    <T> void runApart(Context context, Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        run(apart, context, work, done, failed);
    }

    /** Does work that computes for long, when its turn comes. Called by work of {@link #run}; blocks. */
    <T> T heavy(Callable<T> work) throws Exception {
        return heavy.call(work);
    }

    /** The pieces, each computed when its turn comes; while a piece is being sent, others have their turn. */
    Response.Body.Pieces heavy(Response.Body.Pieces pieces) {
        return new Response.Body.Pieces() {
            @Override
            public boolean hasNext() {
                return pieces.hasNext();
            }

            @Override
            public Buffer next() {
                try {
                    return heavy.call(pieces::next);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Overloaded("The response was interrupted");
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                pieces.close();
            }
        };
    }

    private static <T> void run(
            Executor threads, Context context, Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            threads.execute(() -> {
                Runnable outcome;
                try {
                    T result = work.call();
                    outcome = () -> accept(result, done, failed);
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

    private static <T> void accept(T result, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            done.accept(result);
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    /** Lets running work finish for a moment, then interrupts it and waits. */
    @Override
    public void close() {
        threads.shutdown();
        apart.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
            if (!threads.awaitTermination(INTERRUPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Requests are still running {} after they were interrupted", INTERRUPT_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heavy.close();
            apart.shutdownNow();
        }
    }
}

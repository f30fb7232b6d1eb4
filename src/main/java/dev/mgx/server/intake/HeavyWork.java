package dev.mgx.server.intake;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that takes time in proportion to a task, or to all tasks: a few pieces at a time, in the order in which they were
 * asked for. A connection has one request at work, so that connections take turns, however much one has sent ahead.
 *
 * <p>It runs on platform threads of its own. Virtual threads share a few carriers and give them up only when they wait:
 * work that computes on as many of them as there are processors would stop every other request. Thread-safe.
 */
public final class HeavyWork implements AutoCloseable {
    private final Semaphore places;
    private final Duration wait;
    private final Duration time;
    private final ExecutorService threads;

    public HeavyWork(IntakeLimits limits) {
        places = new Semaphore(limits.heavyRequests(), true);
        wait = limits.heavyWait();
        time = limits.heavyTime();
        threads = Executors.newFixedThreadPool(
                limits.heavyRequests(),
                Thread.ofPlatform().name("mgx-heavy-", 1).daemon().factory());
    }

    /**
     * Does a piece of work. Blocks. When the caller is interrupted or the time is over, the work is interrupted, and its
     * place is free when it has really ended.
     *
     * @throws Overloaded when it did not get its turn, or took too long
     */
    public <T> T call(Callable<T> work) throws Exception {
        if (!places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Overloaded("The server is busy with other large requests; try again");
        }
        FutureTask<T> task = begin(work);
        try {
            return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Overloaded("The response was not ready within %d ms".formatted(time.toMillis()));
        } catch (ExecutionException e) {
            throw thrown(e);
        } finally {
            task.cancel(true);
        }
    }

    private <T> FutureTask<T> begin(Callable<T> work) {
        boolean begun = false;
        try {
            FutureTask<T> task = new FutureTask<>(work);
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    places.release();
                }
            });
            begun = true;
            return task;
        } finally {
            if (!begun) {
                places.release();
            }
        }
    }

    private static Exception thrown(ExecutionException e) {
        return switch (e.getCause()) {
            case Exception failure -> failure;
            case Error error -> throw error;
            case null, default -> e;
        };
    }

    /** Interrupts what is at work; takes nothing more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

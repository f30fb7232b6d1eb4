package dev.mgx.wiring;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A part of a server that is made on a thread of its own while others are made. Thread-safe.
 */
final class StartedPart<T extends AutoCloseable> {
    private final FutureTask<T> making;

    private StartedPart(FutureTask<T> making) {
        this.making = making;
    }

    static <T extends AutoCloseable> StartedPart<T> start(String name, Callable<T> making) {
        FutureTask<T> task = new FutureTask<>(making);
        Thread.ofPlatform().name(name).daemon().start(task);
        return new StartedPart<>(task);
    }

    /**
     * Waits for it.
     *
     * @throws RuntimeException why it could not be made
     */
    T get() throws InterruptedException {
        try {
            return making.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Waits until it is made, and closes it. */
    void close() throws Exception {
        T made;
        try {
            made = making.get();
        } catch (ExecutionException e) {
            return; // there is nothing to close
        }
        made.close();
    }
}

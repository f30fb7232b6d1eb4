package dev.mgx.store;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A thread and the result of its work. */
record Producer<T>(Thread thread, FutureTask<T> work) {
    static <T> Producer<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        return new Producer<>(Thread.ofPlatform().start(task), task);
    }

    T result() throws Exception {
        thread.join();
        return work.resultNow();
    }

    Throwable failure() throws Exception {
        thread.join();
        return work.exceptionNow();
    }
}

package dev.mgx.engine;

import dev.mgx.engine.run.RunThreads;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.task.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs callables concurrently, each on a run thread of its own. Returns when all have ended. The first failure
 * interrupts the others and is rethrown; interrupting the caller interrupts them all.
 */
final class ParallelSteps<T> {
    private final RunThreads threads;
    private final List<FutureTask<T>> tasks = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final CountDownLatch failedOrDone;

    ParallelSteps(RunThreads threads, List<Callable<T>> work) {
        this.threads = threads;
        failedOrDone = new CountDownLatch(work.size());
        for (Callable<T> task : work) {
            tasks.add(new FutureTask<>(task));
        }
    }

    List<T> run() throws InterruptedException {
        try {
            for (int i = 0; i < tasks.size(); i++) {
                FutureTask<T> task = tasks.get(i);
                running.add(threads.start("parallel-" + (i + 1), () -> runTask(task)));
            }
            failedOrDone.await();
        } catch (InterruptedException | Error e) { // interrupted, or out of memory for another thread
            running.forEach(Thread::interrupt);
            throw e;
        }
        Throwable failure = firstFailure.get();
        if (failure != null) {
            running.forEach(Thread::interrupt);
        }
        for (Thread thread : running) {
            thread.join();
        }
        if (failure != null) {
            throw rethrown(failure);
        }
        return tasks.stream().map(FutureTask::resultNow).toList();
    }

    private void runTask(FutureTask<T> task) {
        task.run();
        if (task.state() == Future.State.FAILED && firstFailure.compareAndSet(null, task.exceptionNow())) {
            // One failure is enough to end the wait.
            while (failedOrDone.getCount() > 0) {
                failedOrDone.countDown();
            }
        }
        failedOrDone.countDown();
    }

    private static RuntimeException rethrown(Throwable failure) throws InterruptedException {
        return switch (failure) {
            case InterruptedException interrupt -> throw interrupt;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> new StepFailed(ErrorType.INTERNAL, "A parallel step failed: " + failure.getMessage(), failure);
        };
    }
}

package dev.mgx.engine;

import dev.mgx.engine.run.RunThreads;
import dev.mgx.engine.run.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of work done at the same time, each on a thread of the run's. It ends when every piece has
 * ended; the first failure interrupts the others and is the one that is thrown; an interrupt of the
 * caller interrupts them all.
 */
final class ParallelSteps<T> {
    private final RunThreads threads;
    private final List<FutureTask<T>> pieces = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final CountDownLatch failedOrDone;

    ParallelSteps(RunThreads threads, List<Callable<T>> work) {
        this.threads = threads;
        failedOrDone = new CountDownLatch(work.size());
        for (Callable<T> piece : work) {
            pieces.add(new FutureTask<>(piece));
        }
    }

    List<T> run() throws InterruptedException {
        try {
            for (int i = 0; i < pieces.size(); i++) {
                FutureTask<T> piece = pieces.get(i);
                running.add(threads.start("piece-" + (i + 1), () -> runPiece(piece)));
            }
            failedOrDone.await();
        } catch (InterruptedException | Error e) { // interrupted, or no memory for one more thread
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
        return pieces.stream().map(FutureTask::resultNow).toList();
    }

    private void runPiece(FutureTask<T> piece) {
        piece.run();
        if (piece.state() == Future.State.FAILED && firstFailure.compareAndSet(null, piece.exceptionNow())) {
            // Everybody who still waits is let go: one failure is enough.
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
            default -> new StepFailed("A piece of work failed: " + failure.getMessage(), failure);
        };
    }
}

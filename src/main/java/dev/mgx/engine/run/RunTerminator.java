package dev.mgx.engine.run;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out ends that were decided. An end is retried until it is recorded, or until the fence shows that another
 * process has ended the run. An unavailable database or a temporary lack of memory only delays it. If this process
 * dies first, the next start carries the end out. Thread-safe.
 *
 * <p>An end from outside runs on a thread of its own, so that no end waits for another. If the thread could not be
 * started, or has died, {@link #carryOutPending} starts another; the watchdog calls it at every tick.
 */
public final class RunTerminator {
    private static final Logger log = LoggerFactory.getLogger(RunTerminator.class);

    /** Delay between attempts. A run must be terminal at most 5 s after the journal accepts writes again. */
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);

    private static final long ATTEMPTS_PER_LOG_LINE = Duration.ofSeconds(30).dividedBy(RETRY_INTERVAL);

    private final Store store;
    private final Map<String, ActiveRun> active;
    private final Duration workTimeout;
    private final RunThreads threads;
    private final Set<Termination> pending = ConcurrentHashMap.newKeySet();
    private final Map<String, Termination> unowned = new ConcurrentHashMap<>();

    /**
     * @param active the active runs of this process by task id; runs that have ended are removed
     * @param stopTimeout how long a stop may take; four fifths of it are for the interrupted work to finish
     */
    public RunTerminator(Store store, Map<String, ActiveRun> active, Duration stopTimeout, MonotonicClock monotonic) {
        this.store = store;
        this.active = active;
        workTimeout = stopTimeout.minus(stopTimeout.dividedBy(5));
        threads = new RunThreads("mgx-end", monotonic);
    }

    /** The threads that carry out ends; a shutdown waits for them. */
    RunThreads threads() {
        return threads;
    }

    /** Ends a run, unless an end is already decided. Does not block; see {@link ActiveRun#awaitEnd}. */
    void end(ActiveRun run, EndCause cause) {
        Termination end = Termination.of(run, cause, workTimeout);
        if (decide(run, end)) {
            startThread(end);
        }
    }

    /**
     * Ends a run whose workflow has returned, on the calling thread. Returns when the end is recorded, or if another
     * end was decided first.
     *
     * @throws InterruptedException when the thread was interrupted; another thread then carries the end out
     */
    void endOnThisThread(ActiveRun run, WorkflowResult result) throws InterruptedException {
        Termination end = Termination.of(run, new EndCause.Returned(result), workTimeout);
        var _ = end.tryAcquire(); // before any other thread can see it
        try {
            if (decide(run, end)) {
                runUntilRecorded(end);
            }
        } finally {
            end.release();
        }
    }

    private boolean decide(ActiveRun run, Termination end) {
        pending.add(end); // before the decision, so that a decided end is always in the set
        boolean first = run.decide(end);
        if (!first) {
            pending.remove(end);
        }
        return first;
    }

    /** Called when the fence has shown that another process has ended or taken over the run. */
    void fencedOut(ActiveRun run) {
        if (run.transitionTo(RunPhase.ENDED)) {
            close(run);
        }
    }

    /** Ends a run that is not active here, such as one that a crash interrupted. Concurrent calls share one end. */
    Termination endUnowned(String taskId, DecidedEnd decided) {
        Termination end = unowned.computeIfAbsent(taskId, id -> Termination.ofUnowned(store, id, decided, null));
        pending.add(end);
        startThread(end);
        return end;
    }

    /** Ends a run that was just taken over: one attempt on the calling thread, further ones in the background. */
    public void endTakenOver(Claim claim, DecidedEnd decided) {
        Termination end = Termination.ofUnowned(store, claim.task().id(), decided, claim.fence());
        var _ = end.tryAcquire();
        pending.add(end);
        boolean over = false;
        try {
            over = tryOnce(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.release();
        }
        if (!over) {
            startThread(end);
        }
    }

    /** Makes sure that every decided end has a thread that carries it out. */
    void carryOutPending() {
        pending.forEach(this::startThread);
    }

    private void startThread(Termination end) {
        if (!end.isDecided() || !end.tryAcquire()) {
            return;
        }
        try {
            threads.start(end.taskId(), () -> carryOut(end));
        } catch (RuntimeException | Error e) {
            end.release();
            log.debug("Task {}: could not start a thread to end its run; will retry", end.taskId(), e);
        }
    }

    private void carryOut(Termination end) {
        try {
            runUntilRecorded(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.release();
        }
    }

    private void runUntilRecorded(Termination end) throws InterruptedException {
        while (!tryOnce(end)) {
            Thread.sleep(RETRY_INTERVAL);
        }
    }

    /** Makes one attempt; returns whether the end is done. */
    private boolean tryOnce(Termination end) throws InterruptedException {
        try {
            if (!end.isDone()) {
                end.advance();
            }
        } catch (StaleEpoch e) {
            log.info(
                    "Task {}: its run was ended or its task deleted elsewhere before the end was recorded",
                    end.taskId());
        } catch (StoreUnavailable | OutcomeUnknown e) {
            if (shouldLog(end.recordFailure(e))) {
                log.warn("Task {}: could not record the end of its run; retrying: {}", end.taskId(), e.getMessage());
            }
            return false;
        } catch (RuntimeException | Error e) {
            if (shouldLog(end.recordFailure(e))) {
                log.error("Task {}: failed to end its run; retrying", end.taskId(), e);
            }
            return false;
        }
        finish(end);
        return true;
    }

    /** True for the first failure, and then once every 30 seconds. */
    private static boolean shouldLog(long failures) {
        return failures % ATTEMPTS_PER_LOG_LINE == 1;
    }

    /** Idempotent, also if an earlier call failed halfway. */
    private void finish(Termination end) {
        end.run().ifPresent(run -> {
            var _ = run.transitionTo(RunPhase.ENDED);
            close(run);
        });
        unowned.remove(end.taskId(), end);
        end.markDone();
        pending.remove(end);
    }

    private void close(ActiveRun run) {
        active.remove(run.task().id(), run);
        run.slot().close();
        run.markEnded();
    }
}

package dev.mgx.engine.run;

import dev.mgx.engine.queue.RunSlots;
import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.WriteRefused;
import dev.mgx.task.ErrorType;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflows, each on a thread of its own, and ends each run by its result. Knows every active run of this
 * process. Thread-safe.
 */
public final class RunExecutor {
    private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

    private final Store store;
    private final RunBody body;
    private final Duration taskDuration;
    private final MonotonicClock monotonic;
    private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();
    private final RunTerminator terminator;
    private final Watchdog watchdog;
    private final Heartbeat heartbeat;
    private long suspendedAt; // guarded by this; valid once closing is true
    private volatile boolean closing;

    /** Stops whatever starts runs. */
    @FunctionalInterface
    public interface StopDispatcher {
        /** Starts no further run; returns whether the one that was being started finished starting in time. */
        boolean stop(Duration atMost) throws InterruptedException;
    }

    /**
     * @param body the work of a run
     * @param taskDuration time limit of a run whose task sets none
     * @param stopTimeout how long a stop may take; most of it is for the interrupted work to finish
     */
    public RunExecutor(
            Store store, RunBody body, Duration taskDuration, Duration stopTimeout, MonotonicClock monotonic) {
        this.store = store;
        this.body = body;
        this.taskDuration = taskDuration;
        this.monotonic = monotonic;
        terminator = new RunTerminator(store, active, stopTimeout, monotonic);
        watchdog = new Watchdog(active, terminator);
        heartbeat = new Heartbeat(active, store.claims());
    }

    Map<String, ActiveRun> active() {
        return active;
    }

    RunTerminator terminator() {
        return terminator;
    }

    /**
     * Starts a run that was claimed or taken over. May be called again if no thread could be started.
     *
     * @param slot closed when the run is over
     */
    public void start(Claim claim, RunSlots.Slot slot) {
        Integer seconds = claim.task().options().maxDurationSeconds();
        Duration timeLimit = seconds == null ? taskDuration : Duration.ofSeconds(seconds);
        ActiveRun run = new ActiveRun(store, claim, timeLimit, slot, monotonic);
        active.put(claim.task().id(), run);
        if (closing) { // after the put above: either this reads closing as true, or suspendAll sees the run
            run.suspend();
        }
        log.info(
                "Task {}: run {} started, attempt {}",
                claim.task().id(),
                run.number(),
                claim.state().attempt());
        try {
            run.start(() -> execute(run));
        } catch (Error e) {
            var _ = run.transitionTo(RunPhase.SUSPENDED);
            active.remove(claim.task().id(), run);
            throw e;
        }
    }

    private void execute(ActiveRun run) {
        if (!run.begin()) {
            return; // ended or suspended meanwhile
        }
        try {
            terminator.endOnThisThread(run, result(run));
        } catch (InterruptedException e) {
            log.debug("Task {}: the workflow was interrupted", run.task().id());
            if (run.isRunning()) {
                String reason = "The run failed unexpectedly: it was interrupted for no known reason";
                terminator.end(run, new EndCause.Returned(new WorkflowResult.Failed(ErrorType.INTERNAL, reason, null)));
            }
        } catch (StaleEpoch e) {
            log.debug("Task {}: {}", run.task().id(), e.getMessage());
            terminator.fencedOut(run);
        }
    }

    private WorkflowResult result(ActiveRun run) throws InterruptedException {
        try {
            return body.run(run);
        } catch (StepFailed e) {
            // A model call limited to the remaining time fails as the deadline passes: report the deadline.
            return run.missedDeadline()
                    .map(missed -> new WorkflowResult.Failed(ErrorType.DEADLINE, missed.reason(), null))
                    .orElse(new WorkflowResult.Failed(e.errorType(), String.valueOf(e.getMessage()), null));
        } catch (InterruptedException | StaleEpoch e) {
            throw e;
        } catch (OutOfMemoryError e) {
            log.error("Task {}: out of memory: {}", run.task().id(), e.getMessage());
            return new WorkflowResult.Failed(
                    ErrorType.INTERNAL,
                    "The server ran out of memory in this run (%s); resume it with more, such as MGX_JAVA_OPTS=-Xmx2g"
                            .formatted(e.getMessage()),
                    null);
        } catch (RuntimeException | Error e) {
            // Whatever a workflow throws, its task gets an end and a reason.
            log.error("Task {}: the workflow failed unexpectedly", run.task().id(), e);
            return new WorkflowResult.Failed(errorType(e), "The run failed unexpectedly: " + e, null);
        }
    }

    private static ErrorType errorType(Throwable unexpected) {
        return switch (unexpected) {
            case StoreUnavailable away -> ErrorType.STORAGE;
            case OutcomeUnknown unknown -> ErrorType.STORAGE;
            case WriteRefused refused -> ErrorType.STORAGE;
            default -> ErrorType.INTERNAL;
        };
    }

    /** The number of active runs in this process. */
    public int running() {
        return active.size();
    }

    /** Whether a run of the task is active in this process. */
    public boolean isActive(String taskId) {
        return active.containsKey(taskId);
    }

    /** Wakes the run of the task if it waits for a message. */
    public void signalMessage(String taskId) {
        ActiveRun run = active.get(taskId);
        if (run != null) {
            run.signalMessage();
        }
    }

    /**
     * Stops the run of a task, also one that a crash interrupted and nobody took over.
     *
     * @return whether the run ended in time, by this or another end; if not, the end is still being carried out
     */
    public boolean stop(String taskId, Duration atMost) throws InterruptedException {
        DecidedEnd end = DecidedEnd.cancelled("Task was stopped");
        ActiveRun run = active.get(taskId);
        if (run == null) {
            return terminator.endUnowned(taskId, end).awaitDone(atMost);
        }
        terminator.end(run, new EndCause.External(end));
        return run.awaitEnd(atMost);
    }

    /**
     * Interrupts a run and deletes its task without recording an end, unless another end was decided first.
     *
     * @return whether it was done in time; if not, it is still being carried out
     */
    public boolean discard(String taskId, Duration atMost) throws InterruptedException {
        ActiveRun run = active.get(taskId);
        if (run == null) {
            return true;
        }
        terminator.end(run, new EndCause.Deleted());
        return run.awaitEnd(atMost);
    }

    /** Ends a run that was taken over only to be ended. */
    public void endTakenOver(Claim claim, DecidedEnd end) {
        terminator.endTakenOver(claim, end);
    }

    /** Suspends all runs, also those that are still to be started: no further step begins. */
    public synchronized void suspendAll() {
        if (!closing) {
            suspendedAt = monotonic.nanoTime();
            closing = true;
            active.values().forEach(ActiveRun::suspend);
        }
    }

    private synchronized long suspendedAt() {
        return suspendedAt;
    }

    /**
     * Leaves all runs resumable; see {@link Shutdown}.
     *
     * @param grace how long the shutdown may take in all, from {@link #suspendAll} on if that was called before
     * @param stopDispatcher is called first
     */
    public void close(Duration grace, StopDispatcher stopDispatcher) {
        try {
            suspendAll();
            new Shutdown(store, this, stopDispatcher, suspendedAt(), grace, monotonic).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heartbeat.close();
            watchdog.close();
        }
    }
}

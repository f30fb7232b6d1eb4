package dev.mgx.engine.run;

import dev.mgx.engine.queue.RunSlots;
import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has workflows run, each on a thread of its own, and makes an end of whatever comes of them. It knows every run that is
 * under way in this process. Thread-safe.
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
    private volatile boolean closing;

    /** What starts runs. */
    @FunctionalInterface
    public interface Starts {
        /** Has no further run started; answers whether the one that was being started came to its end in time. */
        boolean stop(Duration atMost) throws InterruptedException;
    }

    /**
     * @param body what a run does
     * @param taskDuration how long a run may take where its task does not say
     * @param stopTimeout how long a stop may take; most of it is for the work to let go
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
     * Starts a run that was claimed or taken over. Where that fails, for want of a thread, it may be tried again.
     *
     * @param place is given back when the run is over
     */
    public void start(Claim claim, RunSlots.Slot place) {
        Integer seconds = claim.task().options().maxDurationSeconds();
        Duration allowed = seconds == null ? taskDuration : Duration.ofSeconds(seconds);
        ActiveRun run = new ActiveRun(store, claim, allowed, place, monotonic);
        active.put(claim.task().id(), run);
        if (closing) { // after the line above: either this sees it, or whoever closes sees the run
            run.leave();
        }
        log.info(
                "Task {}: run {} is under way, attempt {}",
                claim.task().id(),
                run.number(),
                claim.state().attempt());
        try {
            run.start(() -> conduct(run));
        } catch (Error e) {
            var _ = run.become(RunPhase.LEFT);
            active.remove(claim.task().id(), run);
            throw e;
        }
    }

    private void conduct(ActiveRun run) {
        if (!run.begin()) {
            return; // it was ended or left meanwhile
        }
        try {
            terminator.endHere(run, outcome(run));
        } catch (InterruptedException e) {
            log.debug("Task {}: the workflow was cut short", run.task().id());
            if (run.working()) {
                String reason = "The run failed unexpectedly: it was interrupted, and nobody had asked for that";
                terminator.end(run, new EndCause.Returned(new WorkflowResult.Failed(reason, null)));
            }
        } catch (StaleEpoch e) {
            log.debug("Task {}: {}", run.task().id(), e.getMessage());
            terminator.overtaken(run);
        }
    }

    private WorkflowResult outcome(ActiveRun run) throws InterruptedException {
        try {
            return body.run(run);
        } catch (StepFailed e) {
            // A call that was given the time that was left fails as the deadline comes: that is the reason.
            String reason = run.missedDeadline().map(DecidedEnd::reason).orElse(String.valueOf(e.getMessage()));
            return new WorkflowResult.Failed(reason, null);
        } catch (InterruptedException | StaleEpoch e) {
            throw e;
        } catch (OutOfMemoryError e) {
            log.error("Task {}: out of memory: {}", run.task().id(), e.getMessage());
            return new WorkflowResult.Failed(
                    "The server ran out of memory in this run (%s); resume it with more, such as MGX_JAVA_OPTS=-Xmx2g"
                            .formatted(e.getMessage()),
                    null);
        } catch (RuntimeException | Error e) {
            // Whatever a workflow does, its task gets an end and a reason.
            log.error("Task {}: the workflow failed unexpectedly", run.task().id(), e);
            return new WorkflowResult.Failed("The run failed unexpectedly: " + e, null);
        }
    }

    /** How many runs are under way in this process. */
    public int running() {
        return active.size();
    }

    /** Whether a run of the task is under way in this process. */
    public boolean isUnderWay(String taskId) {
        return active.containsKey(taskId);
    }

    /** Wakes a run that waits for a message. */
    public void messageWaits(String taskId) {
        ActiveRun run = active.get(taskId);
        if (run != null) {
            run.messageWaits();
        }
    }

    /**
     * Stops the run of a task, also one that a crash left and nobody took over.
     *
     * @return whether it was over in time, by this or another end; where it was not, that goes on
     */
    public boolean stop(String taskId, Duration atMost) throws InterruptedException {
        DecidedEnd ending = new DecidedEnd(DecidedEnd.Kind.CANCELLED, "Task was stopped");
        ActiveRun run = active.get(taskId);
        if (run == null) {
            return terminator.endUnowned(taskId, ending).awaitOver(atMost);
        }
        terminator.end(run, new EndCause.Ordered(ending));
        return run.awaitOver(atMost);
    }

    /**
     * Ends the work of a run and deletes its task, without an end being told, unless another was decided before.
     *
     * @return whether it was over in time; where it was not, that goes on
     */
    public boolean discard(String taskId, Duration atMost) throws InterruptedException {
        ActiveRun run = active.get(taskId);
        if (run == null) {
            return true;
        }
        terminator.end(run, new EndCause.Deleted());
        return run.awaitOver(atMost);
    }

    /** Has a run ended that was taken over for nothing else. */
    public void endTakenOver(Claim claim, DecidedEnd ending) {
        terminator.endTakenOver(claim, ending);
    }

    /** Leaves all runs to a later start: no further step begins, also in one that is yet to be started. */
    void leaveAll() {
        closing = true;
        active.values().forEach(ActiveRun::leave);
    }

    /**
     * Leaves all runs resumable; see {@link Shutdown}.
     *
     * @param grace how long it may take in all
     * @param starts what starts runs, and is stopped first
     */
    public void close(Duration grace, Starts starts) {
        try {
            new Shutdown(store, this, starts, grace, monotonic).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heartbeat.close();
            watchdog.close();
        }
    }
}

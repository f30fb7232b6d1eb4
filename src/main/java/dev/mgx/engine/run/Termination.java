package dev.mgx.engine.run;

import dev.mgx.json.MalformedJson;
import dev.mgx.store.EndRecord;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.WriteRefused;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a run, and how far it has been carried out. An end from outside has three stages: fence the run, so that
 * nothing it does later is recorded; interrupt its threads; record the end. A finished stage is not repeated and a
 * failed one may be retried. The fence allows only one end to be recorded, whoever tries.
 *
 * <p>Carried out by one thread at a time, the one for which {@link #tryAcquire} returned true.
 */
final class Termination {
    private static final Logger log = LoggerFactory.getLogger(Termination.class);

    /**
     * How often recording a result may fail while the database is available; then the run is recorded as failed
     * without it.
     */
    private static final int MAX_RESULT_ATTEMPTS = 20;

    private static final int MAX_LOGGED = 300;

    private final Store store;
    private final String taskId;
    private final EndCause cause;
    private final @Nullable ActiveRun run;
    private final Duration workTimeout;
    private final AtomicBoolean acquired = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Fence fence; // this and the fields below are only used by the thread that has acquired this
    private boolean fenced;
    private boolean interrupted;
    private List<String> stillAlive = List.of();
    private @Nullable String unrecordableReason;
    private long failures;

    /** @param workTimeout how long the interrupted work may take to finish */
    private Termination(
            Store store,
            String taskId,
            EndCause cause,
            @Nullable ActiveRun run,
            @Nullable Fence fence,
            Duration workTimeout) {
        this.store = store;
        this.taskId = taskId;
        this.cause = cause;
        this.run = run;
        this.workTimeout = workTimeout;
        this.fence = fence;
        fenced = fence != null;
    }

    /** The end of a run that is active in this process. */
    static Termination of(ActiveRun run, EndCause cause, Duration workTimeout) {
        boolean ownEnd = cause instanceof EndCause.Returned;
        return new Termination(
                run.store(), run.task().id(), cause, run, ownEnd ? run.claim().fence() : null, workTimeout);
    }

    /**
     * The end of a run that is not active in this process.
     *
     * @param fence the fence to record it under, or null if the run is still to be fenced
     */
    static Termination ofUnowned(Store store, String taskId, DecidedEnd end, @Nullable Fence fence) {
        return new Termination(store, taskId, new EndCause.External(end), null, fence, Duration.ZERO);
    }

    String taskId() {
        return taskId;
    }

    Optional<ActiveRun> run() {
        return Optional.ofNullable(run);
    }

    /** Whether this end was the first to be decided. */
    boolean isDecided() {
        return run == null || run.termination().filter(first -> first == this).isPresent();
    }

    /** Returns whether the caller may carry it out, until it calls {@link #release}. */
    boolean tryAcquire() {
        return acquired.compareAndSet(false, true);
    }

    void release() {
        acquired.set(false);
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    void markDone() {
        done.countDown();
    }

    boolean awaitDone(Duration atMost) throws InterruptedException {
        return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Carries out the remaining stages.
     *
     * @throws StaleEpoch when another process has ended the run, or the task was deleted
     */
    void advance() throws InterruptedException {
        switch (cause) {
            case EndCause.Returned(WorkflowResult result) -> recordResult(result);
            case EndCause.External(DecidedEnd end) -> {
                fence(end);
                interruptWork();
                if (fence != null) {
                    record(fence, events(end, stillAlive), null, false);
                    log.info("Task {}: run ended, {}: {}", taskId, end.kind(), beginning(end.reason()));
                }
            }
            case EndCause.Deleted() -> {
                fence(DecidedEnd.cancelled("Task was deleted"));
                interruptWork();
                boolean known = store.claims().delete(taskId);
                log.debug("Task {}: deleted together with its run; still existed: {}", taskId, known);
            }
        }
    }

    private void fence(DecidedEnd end) {
        if (!fenced) {
            fence = store.claims().fence(taskId, end).orElse(null);
            fenced = true;
        }
    }

    private void interruptWork() throws InterruptedException {
        if (run == null || interrupted) {
            return;
        }
        stillAlive = run.threads().interruptAndJoin(workTimeout);
        interrupted = true;
        if (!stillAlive.isEmpty()) {
            log.warn("Task {}: still running after the stop timeout, but fenced: {}", taskId, stillAlive);
        }
    }

    /**
     * Records the result or, where that is refused for what is in it, that it was. Where that is refused too, it was not
     * for what is in it, and the next attempt begins with the result again.
     */
    private void recordResult(WorkflowResult result) {
        Fence own = Objects.requireNonNull(fence);
        if (unrecordableReason == null) {
            try {
                record(own, result);
                return;
            } catch (WriteRefused | MalformedJson e) {
                unrecordableReason = String.valueOf(e.getMessage());
            }
        }
        String reason = unrecordableReason;
        unrecordableReason = null;
        record(
                own,
                new WorkflowResult.Failed(
                        ErrorType.STORAGE, "The result of the run cannot be recorded: " + reason, null));
        log.error("Task {}: the result of its run was refused: {}", taskId, reason);
    }

    private void record(Fence own, WorkflowResult result) {
        switch (result) {
            case WorkflowResult.Succeeded(String summary, var finalResult) ->
                record(
                        own,
                        List.of(
                                withUsage(
                                        EventDraft.of(EventType.RESULT, summary).with("final_result", finalResult)),
                                EventDraft.of(EventType.TASK_COMPLETE, "Task completed")),
                        summary,
                        true);
            case WorkflowResult.Failed(ErrorType type, String reason, var finalResult) ->
                record(
                        own,
                        List.of(
                                withUsage(failure(EventType.ERROR, reason, type).with("final_result", finalResult)),
                                failure(EventType.TASK_ERROR, reason, type)),
                        reason,
                        false);
        }
        switch (result) {
            case WorkflowResult.Succeeded succeeded -> log.info("Task {}: run ended, SUCCEEDED", taskId);
            case WorkflowResult.Failed(ErrorType type, String reason, var finalResult) ->
                log.info("Task {}: run ended, FAILED: {}", taskId, beginning(reason));
        }
    }

    /** A reason as far as the log has it: it may go on with what a program printed. */
    private static String beginning(String reason) {
        return reason.length() <= MAX_LOGGED ? reason : reason.substring(0, MAX_LOGGED) + "…";
    }

    private void record(Fence own, List<EventDraft> events, @Nullable String summary, boolean followsUp) {
        long usedMillis = run == null ? 0 : run.time().used().toMillis();
        String storable = summary == null ? null : summary.replace("\0", ""); // which PostgreSQL does not store
        store.claims().end(own, new EndRecord(events, usedMillis, storable, followsUp));
    }

    private List<EventDraft> events(DecidedEnd end, List<String> stillAlive) {
        String reason = stillAlive.isEmpty()
                ? end.reason()
                : end.reason() + "; could not be confirmed to have ended: " + String.join(", ", stillAlive);
        return switch (end.kind()) {
            case CANCELLED ->
                List.of(withUsage(
                        EventDraft.of(EventType.TASK_CANCELLED, reason).with("unconfirmed", stillAlive)));
            case FAILED -> {
                ErrorType type = Objects.requireNonNullElse(end.errorType(), ErrorType.INTERNAL);
                yield List.of(
                        withUsage(failure(EventType.ERROR, reason, type).with("unconfirmed", stillAlive)),
                        failure(EventType.TASK_ERROR, end.reason(), type));
            }
        };
    }

    private static EventDraft failure(EventType event, String reason, ErrorType type) {
        return EventDraft.of(event, reason).with("error_type", type.toString());
    }

    /** Adds the usage of interrupted work that no event has recorded. */
    private EventDraft withUsage(EventDraft draft) {
        Usage unrecordedUsage = run == null ? Usage.NONE : run.unrecordedUsage();
        return unrecordedUsage.equals(Usage.NONE) ? draft : draft.with("usage", unrecordedUsage);
    }

    /** Counts a failed attempt; returns how many there have been. */
    long recordFailure(Throwable failure) {
        boolean databaseUnavailable = failure instanceof OutcomeUnknown
                || (failure instanceof StoreUnavailable && !(failure.getCause() instanceof Error));
        failures++;
        if (!databaseUnavailable && failures >= MAX_RESULT_ATTEMPTS) {
            unrecordableReason =
                    String.valueOf(failure.getMessage()); // the result itself may be too large for the memory
        }
        return failures;
    }
}

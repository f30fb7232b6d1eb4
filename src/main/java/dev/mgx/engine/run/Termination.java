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
 * One end that was decided, and how far it has been carried out. An end from outside has three parts: first the fence,
 * so that nothing the run does later is recorded; then its work is cut short, whether or not it cooperates; then the
 * end is recorded. A part that is done is not done again and one that failed may be tried again: the fence lets one
 * end be recorded, whoever tries.
 *
 * <p>It is carried out by one thread at a time, the one that {@link #seize} has let in.
 */
final class Termination {
    private static final Logger log = LoggerFactory.getLogger(Termination.class);

    /** How often a result is tried that fails though the database is there; then the end goes without it. */
    private static final int RESULT_TRIES = 20;

    private final Store store;
    private final String taskId;
    private final EndCause cause;
    private final @Nullable ActiveRun run;
    private final Duration patience;
    private final AtomicBoolean seized = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Fence fence; // this and what follows belongs to the thread that has seized it
    private boolean fenced;
    private boolean halted;
    private List<String> left = List.of();
    private @Nullable String unrecordable;
    private long failures;

    /** @param patience how long the work is given to let go */
    private Termination(
            Store store,
            String taskId,
            EndCause cause,
            @Nullable ActiveRun run,
            @Nullable Fence fence,
            Duration patience) {
        this.store = store;
        this.taskId = taskId;
        this.cause = cause;
        this.run = run;
        this.patience = patience;
        this.fence = fence;
        fenced = fence != null;
    }

    /** The end of a run that is under way in this process. */
    static Termination of(ActiveRun run, EndCause cause, Duration patience) {
        boolean ownEnd = cause instanceof EndCause.Returned;
        return new Termination(
                run.store(), run.task().id(), cause, run, ownEnd ? run.claim().fence() : null, patience);
    }

    /**
     * The end of a run on which nobody works here.
     *
     * @param fence the right to record it, or null where that is still to be taken
     */
    static Termination ofUnowned(Store store, String taskId, DecidedEnd ending, @Nullable Fence fence) {
        return new Termination(store, taskId, new EndCause.Ordered(ending), null, fence, Duration.ZERO);
    }

    String taskId() {
        return taskId;
    }

    Optional<ActiveRun> run() {
        return Optional.ofNullable(run);
    }

    /** Whether this is the end that counts, where others were decided at the same moment. */
    boolean isDecided() {
        return run == null || run.termination().filter(first -> first == this).isPresent();
    }

    /** Whether the caller is the one who carries it out, until it says {@link #release}. */
    boolean seize() {
        return seized.compareAndSet(false, true);
    }

    void release() {
        seized.set(false);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void markOver() {
        over.countDown();
    }

    boolean awaitOver(Duration atMost) throws InterruptedException {
        return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Does what is not done yet.
     *
     * @throws StaleEpoch when somebody else has ended the run, or deleted its task
     */
    void advance() throws InterruptedException {
        switch (cause) {
            case EndCause.Returned(WorkflowResult outcome) -> recordOutcome(outcome);
            case EndCause.Ordered(DecidedEnd ending) -> {
                fence(ending);
                halt();
                if (fence != null) {
                    record(fence, events(ending, left), null, false);
                    log.info("Task {}: ended, {}: {}", taskId, ending.kind(), ending.reason());
                }
            }
            case EndCause.Deleted() -> {
                fence(new DecidedEnd(DecidedEnd.Kind.CANCELLED, "Task was deleted"));
                halt();
                boolean known = store.claims().delete(taskId);
                log.debug("Task {}: deleted with its run, was still there: {}", taskId, known);
            }
        }
    }

    private void fence(DecidedEnd ending) {
        if (!fenced) {
            fence = store.claims().fence(taskId, ending).orElse(null);
            fenced = true;
        }
    }

    private void halt() throws InterruptedException {
        if (run == null || halted) {
            return;
        }
        left = run.threads().interruptUntilGone(patience);
        halted = true;
        if (!left.isEmpty()) {
            log.warn("Task {}: still at work, and shut out: {}", taskId, left);
        }
    }

    private void recordOutcome(WorkflowResult outcome) {
        Fence own = Objects.requireNonNull(fence);
        if (unrecordable == null) {
            try {
                record(own, outcome);
                return;
            } catch (WriteRefused | MalformedJson e) {
                log.error("Task {}: the result of its run cannot be recorded", taskId, e);
                unrecordable = String.valueOf(e.getMessage());
            }
        }
        record(own, new WorkflowResult.Failed("The result of the run cannot be recorded: " + unrecordable, null));
    }

    private void record(Fence own, WorkflowResult outcome) {
        switch (outcome) {
            case WorkflowResult.Succeeded(String summary, var result) ->
                record(
                        own,
                        List.of(
                                withUsage(
                                        EventDraft.of(EventType.RESULT, summary).with("final_result", result)),
                                EventDraft.of(EventType.TASK_COMPLETE, "Task completed")),
                        summary,
                        true);
            case WorkflowResult.Failed(String reason, var result) ->
                record(
                        own,
                        List.of(
                                withUsage(EventDraft.of(EventType.ERROR, reason).with("final_result", result)),
                                EventDraft.of(EventType.TASK_ERROR, reason)),
                        reason,
                        false);
        }
        log.info(
                "Task {}: its run ended, {}",
                taskId,
                outcome instanceof WorkflowResult.Succeeded ? "SUCCEEDED" : "FAILED");
    }

    private void record(Fence own, List<EventDraft> events, @Nullable String summary, boolean followsUp) {
        long usedMillis = run == null ? 0 : run.time().used().toMillis();
        store.claims().end(own, new EndRecord(events, usedMillis, summary, followsUp));
    }

    private List<EventDraft> events(DecidedEnd ending, List<String> left) {
        String reason = left.isEmpty()
                ? ending.reason()
                : ending.reason() + "; could not be confirmed to have ended: " + String.join(", ", left);
        return switch (ending.kind()) {
            case CANCELLED ->
                List.of(withUsage(
                        EventDraft.of(EventType.TASK_CANCELLED, reason).with("unconfirmed", left)));
            case FAILED ->
                List.of(
                        withUsage(EventDraft.of(EventType.ERROR, reason).with("unconfirmed", left)),
                        EventDraft.of(EventType.TASK_ERROR, ending.reason()));
        };
    }

    /** With what interrupted work used up and no event says. */
    private EventDraft withUsage(EventDraft draft) {
        Usage unrecorded = run == null ? Usage.NONE : run.unrecorded();
        return unrecorded.equals(Usage.NONE) ? draft : draft.with("usage", unrecorded);
    }

    /** Takes note of a try that failed; answers how many have. */
    long failed(Throwable failure) {
        boolean databaseAway = failure instanceof OutcomeUnknown
                || (failure instanceof StoreUnavailable && !(failure.getCause() instanceof Error));
        failures++;
        if (!databaseAway && failures >= RESULT_TRIES) {
            unrecordable =
                    String.valueOf(failure.getMessage()); // it may be the result itself that there is no memory for
        }
        return failures;
    }
}

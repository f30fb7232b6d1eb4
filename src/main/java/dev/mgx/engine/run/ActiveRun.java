package dev.mgx.engine.run;

import dev.mgx.engine.queue.RunSlots;
import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A run that is active in this process: its phase, threads and time limits. Thread-safe.
 *
 * <p>The first end that is decided counts, and {@link RunTerminator} carries it out. Between processes the fence in
 * the store decides.
 */
public final class ActiveRun {
    private final Store store;
    private final Claim claim;
    private final Duration timeLimit;
    private final RunSlots.Slot slot;
    private final MonotonicClock monotonic;
    private final RunTime time;
    private final RunJournal runJournal;
    private final RunThreads threads;
    private final Set<StepDeadline> deadlines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Usage> unrecordedUsage = new AtomicReference<>(Usage.NONE);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lock = new Object();
    private RunPhase phase = RunPhase.CLAIMED; // this and what follows is guarded by lock
    private @Nullable Termination termination;
    private @Nullable Thread workflow;
    private long messageSignals;

    ActiveRun(Store store, Claim claim, Duration timeLimit, RunSlots.Slot slot, MonotonicClock monotonic) {
        this.store = store;
        this.claim = claim;
        this.timeLimit = timeLimit;
        this.slot = slot;
        this.monotonic = monotonic;
        time = new RunTime(monotonic, claim.usedMillis());
        runJournal = new RunJournal(store, claim.fence(), time);
        threads = new RunThreads("mgx-run-" + claim.task().id(), monotonic);
    }

    public Task task() {
        return claim.task();
    }

    public Claim claim() {
        return claim;
    }

    public RunRequest request() {
        return claim.request();
    }

    public int number() {
        return claim.state().run();
    }

    public Store store() {
        return store;
    }

    public RunJournal runJournal() {
        return runJournal;
    }

    public RunThreads threads() {
        return threads;
    }

    public RunTime time() {
        return time;
    }

    public RunSlots.Slot slot() {
        return slot;
    }

    public String newArtifactId() {
        return UUID.randomUUID().toString();
    }

    public Duration timeLeft() {
        Duration left = timeLimit.minus(time.used());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends the run if the step has not finished within this time; see {@link #stopEnforcing}. */
    public StepDeadline enforce(String stepName, Duration atMost) {
        StepDeadline deadline = deadline(stepName, atMost);
        deadlines.add(deadline);
        return deadline;
    }

    /** A deadline that only the step itself checks. */
    public StepDeadline deadline(String stepName, Duration atMost) {
        return StepDeadline.in(stepName, atMost, monotonic);
    }

    public void stopEnforcing(StepDeadline deadline) {
        deadlines.remove(deadline);
    }

    /**
     * The failure to end the run with because a deadline has passed; empty while all hold, and once the run is ending
     * or suspended.
     */
    Optional<DecidedEnd> expired() {
        synchronized (lock) {
            if (phase != RunPhase.CLAIMED && phase != RunPhase.RUNNING) {
                return Optional.empty();
            }
        }
        return missedDeadline();
    }

    /** The failure for a deadline that has passed; empty while all hold. */
    Optional<DecidedEnd> missedDeadline() {
        if (timeLeft().isZero()) {
            return Optional.of(DecidedEnd.failed(
                    ErrorType.DEADLINE,
                    "Task exceeded maximum duration of %d seconds%s"
                            .formatted(
                                    timeLimit.toSeconds(),
                                    runJournal
                                            .obstacle()
                                            .map(why -> ", waiting to record what it did: " + why)
                                            .orElse(""))));
        }
        return deadlines.stream()
                .filter(StepDeadline::expired)
                .findFirst()
                .map(step -> DecidedEnd.failed(
                        ErrorType.DEADLINE,
                        "Step %s exceeded its maximum duration of %d seconds"
                                .formatted(step.stepName(), step.allowed().toSeconds())));
    }

    /** Starts the workflow on a thread of its own, which must call {@link #begin} first. */
    void start(Runnable work) {
        Thread thread = threads.start("workflow", work);
        synchronized (lock) {
            workflow = thread;
        }
    }

    /** Returns whether the workflow may begin: false if the run has been ended or suspended meanwhile. */
    boolean begin() {
        return transitionTo(RunPhase.RUNNING);
    }

    /** Moves the run to another phase if {@link RunPhase} allows it; returns whether it did. */
    boolean transitionTo(RunPhase next) {
        synchronized (lock) {
            boolean allowed = phase.allows(next);
            if (allowed) {
                phase = next;
                lock.notifyAll();
            }
            return allowed;
        }
    }

    /** Decides the end unless one is decided; returns whether this one counts. */
    boolean decide(Termination end) {
        synchronized (lock) {
            boolean first = transitionTo(RunPhase.ENDING);
            if (first) {
                termination = end;
            }
            return first;
        }
    }

    /** The end that was decided, if any. */
    Optional<Termination> termination() {
        synchronized (lock) {
            return Optional.ofNullable(termination);
        }
    }

    /** Whether the run is neither ending nor suspended, so that another step may begin. */
    public boolean isRunning() {
        synchronized (lock) {
            return phase == RunPhase.RUNNING;
        }
    }

    /** Whether the workflow thread has died without ending the run. */
    boolean abandoned() {
        synchronized (lock) {
            boolean active = phase == RunPhase.CLAIMED || phase == RunPhase.RUNNING;
            return active && workflow != null && !workflow.isAlive();
        }
    }

    /**
     * Suspends the run so that a later start can resume it: no further step begins, and waits for a message or a slot
     * are cancelled.
     */
    void suspend() {
        if (transitionTo(RunPhase.SUSPENDING)) {
            slot.cancelWait();
        }
    }

    /** Records the usage of interrupted work, or keeps it for the run's end if the run is fenced. */
    public void recordInterrupted(EventDraft draft) {
        try {
            store.journal()
                    .append(
                            claim.fence(),
                            new AppendRequest(
                                    List.of(draft), List.of(), time.used().toMillis()));
        } catch (StaleEpoch | StoreUnavailable e) {
            if (draft.payload().get("usage") instanceof Usage usage) {
                unrecordedUsage.accumulateAndGet(usage, Usage::plus);
            }
        }
    }

    /** The usage of interrupted work that no event has recorded; it is recorded with the run's end. */
    Usage unrecordedUsage() {
        return Objects.requireNonNull(unrecordedUsage.get());
    }

    void markEnded() {
        ended.countDown();
    }

    /** Waits for the run to end; returns whether it did in time. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Signals that there is a message for the run in the inbox. */
    void signalMessage() {
        synchronized (lock) {
            messageSignals++;
            lock.notifyAll();
        }
    }

    /** How often {@link #signalMessage} has been called. */
    public long messageSignals() {
        synchronized (lock) {
            return messageSignals;
        }
    }

    /**
     * Waits until {@link #messageSignals} is no longer {@code seen}, for at most {@code atMost}.
     *
     * @throws InterruptedException also when the run is ended or suspended
     */
    public void awaitMessage(long seen, Duration atMost) throws InterruptedException {
        long deadline = monotonic.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            long left = atMost.toNanos();
            while (messageSignals == seen && phase == RunPhase.RUNNING && left > 0) {
                lock.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                left = deadline - monotonic.nanoTime();
            }
            if (phase != RunPhase.RUNNING) {
                throw new InterruptedException("The run was ended or suspended while it waited for a person");
            }
        }
    }
}

package dev.mgx.engine.run;

import dev.mgx.engine.queue.RunSlots;
import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.StoreUnavailable;
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
 * A run that is under way in this process: where it is in its life, who works on it and how long it may. Thread-safe.
 *
 * <p>Of its ends the one that was decided first counts here, and {@link RunTerminator} carries it out; between this
 * process and others the fence in the store decides.
 */
public final class ActiveRun {
    private final Store store;
    private final Claim claim;
    private final Duration allowed;
    private final RunSlots.Slot place;
    private final MonotonicClock monotonic;
    private final RunTime time;
    private final RunJournal runJournal;
    private final RunThreads threads;
    private final Set<StepDeadline> deadlines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Usage> unrecorded = new AtomicReference<>(Usage.NONE);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object lock = new Object();
    private RunPhase phase = RunPhase.TAKEN; // this and what follows is guarded by lock
    private @Nullable Termination termination;
    private @Nullable Thread workflow;
    private long deliveries;

    ActiveRun(Store store, Claim claim, Duration allowed, RunSlots.Slot place, MonotonicClock monotonic) {
        this.store = store;
        this.claim = claim;
        this.allowed = allowed;
        this.place = place;
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

    public RunSlots.Slot place() {
        return place;
    }

    public String newArtifactId() {
        return UUID.randomUUID().toString();
    }

    public Duration timeLeft() {
        Duration left = allowed.minus(time.used());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Has the run be ended where a step is not over by then. */
    public StepDeadline guard(String stepName, Duration atMost) {
        StepDeadline deadline = deadline(stepName, atMost);
        deadlines.add(deadline);
        return deadline;
    }

    /** A deadline that nobody but the step looks after. */
    public StepDeadline deadline(String stepName, Duration atMost) {
        return StepDeadline.in(stepName, atMost, monotonic);
    }

    public void unguard(StepDeadline deadline) {
        deadlines.remove(deadline);
    }

    /** Why the run is to be ended now, or empty while all its deadlines hold, and where it is being ended or left anyway. */
    Optional<DecidedEnd> expired() {
        synchronized (lock) {
            if (phase != RunPhase.TAKEN && phase != RunPhase.WORKING) {
                return Optional.empty();
            }
        }
        return missedDeadline();
    }

    /** The deadline that was missed; empty while all hold. */
    Optional<DecidedEnd> missedDeadline() {
        if (timeLeft().isZero()) {
            return Optional.of(new DecidedEnd(
                    DecidedEnd.Kind.FAILED,
                    "Task exceeded maximum duration of %d seconds".formatted(allowed.toSeconds())));
        }
        return deadlines.stream()
                .filter(StepDeadline::over)
                .findFirst()
                .map(step -> new DecidedEnd(
                        DecidedEnd.Kind.FAILED,
                        "Step %s exceeded its maximum duration of %d seconds"
                                .formatted(step.stepName(), step.allowed().toSeconds())));
    }

    /** Starts its workflow on a thread of its own, which calls {@link #begin} first. */
    void start(Runnable work) {
        Thread thread = threads.start("workflow", work);
        synchronized (lock) {
            workflow = thread;
        }
    }

    /** Whether its workflow may begin: nobody has ended or left the run meanwhile. */
    boolean begin() {
        return become(RunPhase.WORKING);
    }

    /** Moves the run on by the table of {@link RunPhase}; answers whether the table has that move. */
    boolean become(RunPhase next) {
        synchronized (lock) {
            boolean moves = phase.mayBecome(next);
            if (moves) {
                phase = next;
                lock.notifyAll();
            }
            return moves;
        }
    }

    /** Decides the end; the first decision counts. */
    boolean decide(Termination end) {
        synchronized (lock) {
            boolean first = become(RunPhase.ENDING);
            if (first) {
                termination = end;
            }
            return first;
        }
    }

    /** The end that was decided. */
    Optional<Termination> termination() {
        synchronized (lock) {
            return Optional.ofNullable(termination);
        }
    }

    /** Whether the run goes on: it is neither being ended nor left, so that a further step may begin. */
    public boolean working() {
        synchronized (lock) {
            return phase == RunPhase.WORKING;
        }
    }

    /** Whether nobody works on it though it goes on: its thread has died of something that it could not tell. */
    boolean abandoned() {
        synchronized (lock) {
            boolean goesOn = phase == RunPhase.TAKEN || phase == RunPhase.WORKING;
            return goesOn && workflow != null && !workflow.isAlive();
        }
    }

    /**
     * Leaves the run to a later start: no further step begins, and neither a message nor a place is waited for any more;
     * they are there for whoever goes on.
     */
    void leave() {
        if (become(RunPhase.LEAVING)) {
            place.waitNoMore();
        }
    }

    /** Records what interrupted work used up, or keeps it for the run's end. */
    public void recordInterrupted(EventDraft draft) {
        try {
            store.journal()
                    .append(
                            claim.fence(),
                            new AppendRequest(
                                    List.of(draft), List.of(), time.used().toMillis()));
        } catch (StaleEpoch | StoreUnavailable e) {
            if (draft.payload().get("usage") instanceof Usage usage) {
                unrecorded.accumulateAndGet(usage, Usage::plus);
            }
        }
    }

    /** What interrupted work used up and no event says; the run's end does. */
    Usage unrecorded() {
        return Objects.requireNonNull(unrecorded.get());
    }

    void markOver() {
        over.countDown();
    }

    /** Whether the run has ended in time. */
    boolean awaitOver(Duration atMost) throws InterruptedException {
        return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A message waits for the run in the inbox. */
    void messageWaits() {
        synchronized (lock) {
            deliveries++;
            lock.notifyAll();
        }
    }

    /** How many messages have been delivered. */
    public long deliveries() {
        synchronized (lock) {
            return deliveries;
        }
    }

    /**
     * Waits until more than {@code seen} messages have been delivered, or {@code atMost}.
     *
     * @throws InterruptedException also when the run is ended or left
     */
    public void awaitDelivery(long seen, Duration atMost) throws InterruptedException {
        long deadline = monotonic.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            long left = atMost.toNanos();
            while (deliveries == seen && phase == RunPhase.WORKING && left > 0) {
                lock.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                left = deadline - monotonic.nanoTime();
            }
            if (phase != RunPhase.WORKING) {
                throw new InterruptedException("The run does not go on here while it waits for a person");
            }
        }
    }
}

package dev.mgx.engine;

import dev.mgx.store.Append;
import dev.mgx.store.Claim;
import dev.mgx.store.Overtaken;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.store.StoreUnavailable;
import dev.mgx.task.EventDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that is under way in this process: where it is in its life, who works on it and how long it may. Thread-safe.
 *
 * <p>Of its ends the one that was decided first counts here, and {@link RunTerminator} carries it out; between this
 * process and others the fence in the store decides.
 */
final class ActiveRun {
    private final Store store;
    private final Claim claim;
    private final Duration allowed;
    private final Places.Place place;
    private final LongSupplier nanoTime;
    private final RunTime time;
    private final Recorder recorder;
    private final RunThreads threads;
    private final Set<StepDeadline> deadlines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Usage> unrecorded = new AtomicReference<>(Usage.NONE);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object lock = new Object();
    private RunPhase phase = RunPhase.TAKEN; // this and what follows is guarded by lock
    private @Nullable Termination termination;
    private @Nullable Thread workflow;
    private long deliveries;

    ActiveRun(Store store, Claim claim, Duration allowed, Places.Place place, LongSupplier nanoTime) {
        this.store = store;
        this.claim = claim;
        this.allowed = allowed;
        this.place = place;
        this.nanoTime = nanoTime;
        time = new RunTime(nanoTime, claim.usedMillis());
        recorder = new Recorder(store, claim.fence(), time);
        threads = new RunThreads("mgx-run-" + claim.task().id(), nanoTime);
    }

    Task task() {
        return claim.task();
    }

    Claim claim() {
        return claim;
    }

    RunRequest request() {
        return claim.request();
    }

    int number() {
        return claim.state().run();
    }

    Store store() {
        return store;
    }

    Recorder recorder() {
        return recorder;
    }

    RunThreads threads() {
        return threads;
    }

    RunTime time() {
        return time;
    }

    Places.Place place() {
        return place;
    }

    String newArtifactId() {
        return UUID.randomUUID().toString();
    }

    Duration timeLeft() {
        Duration left = allowed.minus(time.used());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Has the run be ended where a step is not over by then. */
    StepDeadline guard(String stepName, Duration atMost) {
        StepDeadline deadline = deadline(stepName, atMost);
        deadlines.add(deadline);
        return deadline;
    }

    /** A deadline that nobody but the step looks after. */
    StepDeadline deadline(String stepName, Duration atMost) {
        return StepDeadline.in(stepName, atMost, nanoTime);
    }

    void unguard(StepDeadline deadline) {
        deadlines.remove(deadline);
    }

    /** Why the run is to be ended now, or empty while all its deadlines hold, and where it is being ended or left anyway. */
    Optional<RunEnding> expired() {
        synchronized (lock) {
            if (phase != RunPhase.TAKEN && phase != RunPhase.WORKING) {
                return Optional.empty();
            }
        }
        return missedDeadline();
    }

    /** The deadline that was missed; empty while all hold. */
    Optional<RunEnding> missedDeadline() {
        if (timeLeft().isZero()) {
            return Optional.of(new RunEnding(
                    RunEnding.Kind.FAILED,
                    "Task exceeded maximum duration of %d seconds".formatted(allowed.toSeconds())));
        }
        return deadlines.stream()
                .filter(StepDeadline::over)
                .findFirst()
                .map(step -> new RunEnding(
                        RunEnding.Kind.FAILED,
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
    boolean working() {
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
    void recordInterrupted(EventDraft draft) {
        try {
            store.journal()
                    .append(
                            claim.fence(),
                            new Append(List.of(draft), List.of(), time.used().toMillis()));
        } catch (Overtaken | StoreUnavailable e) {
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
    long deliveries() {
        synchronized (lock) {
            return deliveries;
        }
    }

    /**
     * Waits until more than {@code seen} messages have been delivered, or {@code atMost}.
     *
     * @throws InterruptedException also when the run is ended or left
     */
    void awaitDelivery(long seen, Duration atMost) throws InterruptedException {
        long deadline = nanoTime.getAsLong() + atMost.toNanos();
        synchronized (lock) {
            long left = atMost.toNanos();
            while (deliveries == seen && phase == RunPhase.WORKING && left > 0) {
                lock.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                left = deadline - nanoTime.getAsLong();
            }
            if (phase != RunPhase.WORKING) {
                throw new InterruptedException("The run does not go on here while it waits for a person");
            }
        }
    }
}

package dev.mgx.engine;

import dev.mgx.store.Claim;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that is under way in this process: who works on it, how long it may, and how it is ended from
 * outside. Thread-safe.
 *
 * <p>It ends in one of two ways, and the fence in the store decides which came first: its workflow
 * returns and records the end, or somebody shuts it out and records another.
 */
final class ActiveRun {
    private static final Logger log = LoggerFactory.getLogger(ActiveRun.class);

    private final Store store;
    private final Claim claim;
    private final Duration allowed;
    private final Places.Place place;
    private final LongSupplier nanoTime;
    private final RunTime time;
    private final Recorder recorder;
    private final RunThreads threads;
    private final Set<Runnable> cancelActions = ConcurrentHashMap.newKeySet();
    private final Set<StepDeadline> deadlines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable RunEnding> ending = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object mailbox = new Object();
    private volatile boolean leaving;
    private long deliveries; // guarded by mailbox

    ActiveRun(Store store, Claim claim, Duration allowed, Places.Place place, LongSupplier nanoTime) {
        this.store = store;
        this.claim = claim;
        this.allowed = allowed;
        this.place = place;
        this.nanoTime = nanoTime;
        time = new RunTime(nanoTime, claim.usedMillis());
        recorder = new Recorder(store, claim.fence(), time);
        threads = new RunThreads("mgx-run-" + claim.task().id());
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

    void onCancel(Runnable action) {
        cancelActions.add(action);
        if (ending.get() != null || leaving) {
            action.run(); // the round of cancels may have come before it
        }
    }

    /** The work that the actions were for is over. */
    void forget(Collection<Runnable> actions) {
        cancelActions.removeAll(actions);
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

    /** Why the run is to be ended now, or empty while all its deadlines hold. */
    Optional<RunEnding> expired() {
        return ending.get() != null || leaving ? Optional.empty() : missedDeadline();
    }

    /** The deadline that was missed, also while somebody is about to end the run for it; empty while all hold. */
    Optional<RunEnding> missedDeadline() {
        RunEnding decision = ending.get();
        if (decision != null && decision.kind() == RunEnding.Kind.FAILED) {
            return Optional.of(decision); // a step's own is not kept when the step is left
        }
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

    /** Decides the end; the first decision counts. */
    boolean decide(RunEnding decision) {
        return ending.compareAndSet(null, decision);
    }

    /** Whether an end was decided from outside. */
    boolean decided() {
        return ending.get() != null;
    }

    /** Whether no further step may begin. */
    boolean leaving() {
        return leaving;
    }

    /** No further step begins, and nobody's message is waited for any more; it is there for whoever goes on. */
    void leave() {
        synchronized (mailbox) {
            leaving = true;
            mailbox.notifyAll();
        }
    }

    /** Cuts short whatever the run is doing; says which of its threads did not let go in time. */
    List<String> cut(Duration patience) throws InterruptedException {
        for (Runnable action : cancelActions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                log.warn("Task {}: a call could not be cancelled", task().id(), e);
            }
        }
        return threads.interruptUntilGone(patience);
    }

    void markOver() {
        over.countDown();
    }

    CountDownLatch over() {
        return over;
    }

    /** A message waits for the run in the inbox. */
    void messageWaits() {
        synchronized (mailbox) {
            deliveries++;
            mailbox.notifyAll();
        }
    }

    /** How many messages have been delivered. */
    long deliveries() {
        synchronized (mailbox) {
            return deliveries;
        }
    }

    /**
     * Waits until more than {@code seen} messages have been delivered, or {@code atMost}.
     *
     * @throws InterruptedException also when the run is left
     */
    void awaitDelivery(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (mailbox) {
            while (deliveries == seen && !leaving && deadline - System.nanoTime() > 0) {
                mailbox.wait(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            }
        }
        if (leaving) {
            throw new InterruptedException("The server is shutting down while the run waits for a person");
        }
    }
}

package dev.mgx.engine.queue;

import dev.mgx.store.Claim;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives free places to tasks: first to those that were under way when the last process ended, then to
 * those that wait, in the order in which they came. One thread; {@link #signal} is a hint, and one that is
 * lost costs a look's interval.
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Function<String, Optional<Claim>> takeOver;
    private final Supplier<Optional<Claim>> claimNext;
    private final BiConsumer<Claim, RunSlots.Slot> start;
    private final Queue<String> interrupted;
    private final Thread thread;
    private final RunSlots slots;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean closing;
    private @Nullable Taken taken; // the thread's own

    /** A task that was claimed or taken over, and is to be started. */
    private record Taken(Claim claim, RunSlots.Slot place) {}

    public Dispatcher(
            int slots,
            List<String> interrupted,
            Function<String, Optional<Claim>> takeOver,
            Supplier<Optional<Claim>> claimNext,
            BiConsumer<Claim, RunSlots.Slot> start) {
        this.slots = new RunSlots(slots, this::signal);
        this.interrupted = new ConcurrentLinkedQueue<>(interrupted);
        this.takeOver = takeOver;
        this.claimNext = claimNext;
        this.start = start;
        thread = Thread.ofPlatform().name("mgx-dispatcher").daemon().unstarted(this::runUntilClosed);
    }

    public void start() {
        thread.start();
    }

    /** A task that was under way when the last process ended is to go on now. From any thread. */
    public void takeUp(String taskId) {
        interrupted.add(taskId);
        signal();
    }

    /** There may be a task to start. */
    public void signal() {
        signals.release();
    }

    private void runUntilClosed() {
        try {
            while (!closing) {
                dispatch();
                boolean signalled = signals.tryAcquire(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                log.trace("Looking, signalled: {}", signalled);
                signals.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that was signalled before this look is seen by it. */
    private void dispatch() throws InterruptedException {
        try {
            while (!closing && startNext()) {
                log.trace("A task was started");
            }
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.warn("No task can be started for now: {}", e.getMessage());
        } catch (RuntimeException | Error e) { // whatever it is, the next look comes
            log.error("A task could not be started", e);
        }
    }

    /** Whether a task was started: there was one, and a place for it. */
    private boolean startNext() throws InterruptedException {
        if (taken == null) {
            taken = take();
        }
        if (taken == null) {
            return false;
        }
        start.accept(taken.claim(), taken.place());
        taken = null; // only now: one that could not be started is started at a later look
        return true;
    }

    private @Nullable Taken take() throws InterruptedException {
        Optional<RunSlots.Slot> place = slots.take();
        if (place.isEmpty()) {
            return null;
        }
        Optional<Claim> claim = Optional.empty();
        try {
            claim = next();
        } finally {
            if (claim.isEmpty()) {
                place.get().returnUnused();
            }
        }
        return claim.map(found -> new Taken(found, place.get())).orElse(null);
    }

    private Optional<Claim> next() {
        for (int left = interrupted.size(); left > 0; left--) {
            String taskId = interrupted.element();
            Optional<Claim> claim = takenOver(taskId);
            interrupted.remove(); // only now: a database that fails meanwhile forgets no one
            if (claim.isPresent()) {
                return claim;
            }
        }
        return claimNext.get();
    }

    /** One that cannot be taken over, for a reason of its own, is tried again at a later look and holds nobody up. */
    private Optional<Claim> takenOver(String taskId) {
        try {
            return takeOver.apply(taskId);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            throw e; // the others would fare no better
        } catch (RuntimeException | Error e) {
            log.error("Task {}: its run could not be taken over", taskId, e);
            interrupted.add(taskId);
            return Optional.empty();
        }
    }

    /**
     * Has no further task started, and waits for the one that is being started now.
     *
     * @return whether that came to its end in time; where it did not, its run is found by the next start
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        closing = true;
        thread.interrupt();
        return thread.join(atMost);
    }
}

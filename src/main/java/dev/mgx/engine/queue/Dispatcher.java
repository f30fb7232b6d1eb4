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
 * Starts tasks as slots become free: first the runs that the last process left active, then queued tasks in order.
 * Uses one thread. {@link #signal} is only a hint: a lost one costs at most one poll interval.
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Function<String, Optional<Claim>> takeOver;
    private final Supplier<Optional<Claim>> claimNext;
    private final BiConsumer<Claim, RunSlots.Slot> start;
    private final Queue<String> interrupted;
    private final Thread thread;
    private final RunSlots slots;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean closing;
    private @Nullable Pending pending; // only used by the dispatcher thread

    /** A claimed or taken-over run that is still to be started. */
    private record Pending(Claim claim, RunSlots.Slot slot) {}

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

    /** Resumes a run that the last process left active. May be called from any thread. */
    public void resume(String taskId) {
        interrupted.add(taskId);
        signal();
    }

    /** Wakes the dispatcher because there may be a task to start. May be called from any thread. */
    public void signal() {
        signals.release();
    }

    private void runUntilClosed() {
        try {
            while (!closing) {
                dispatch();
                boolean signalled = signals.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                log.trace("Polling; signalled: {}", signalled);
                signals.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sees everything that was signalled before this call. */
    private void dispatch() throws InterruptedException {
        try {
            while (!closing && startNext()) {
                log.trace("A task was started");
            }
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.debug("Cannot start tasks at the moment: {}", e.getMessage()); // who failed says it aloud
        } catch (RuntimeException | Error e) { // the next poll tries again
            log.error("Failed to start a task", e);
        }
    }

    /** Returns whether a task was started. */
    private boolean startNext() throws InterruptedException {
        if (pending == null) {
            pending = claim();
        }
        if (pending == null) {
            return false;
        }
        start.accept(pending.claim(), pending.slot());
        pending = null; // only now: if the start failed, the next poll tries it again
        return true;
    }

    private @Nullable Pending claim() throws InterruptedException {
        Optional<RunSlots.Slot> slot = slots.tryAcquire();
        if (slot.isEmpty()) {
            return null;
        }
        Optional<Claim> claim = Optional.empty();
        try {
            claim = next();
        } finally {
            if (claim.isEmpty()) {
                slot.get().releaseUnused();
            }
        }
        return claim.map(found -> new Pending(found, slot.get())).orElse(null);
    }

    private Optional<Claim> next() {
        for (int left = interrupted.size(); left > 0; left--) {
            String taskId = interrupted.element();
            Optional<Claim> claim = tryTakeOver(taskId);
            interrupted.remove(); // only now: if the database fails meanwhile, the run stays in the queue
            if (claim.isPresent()) {
                return claim;
            }
        }
        return claimNext.get();
    }

    /** A run that cannot be taken over is tried again at the next poll and does not block the others. */
    private Optional<Claim> tryTakeOver(String taskId) {
        try {
            return takeOver.apply(taskId);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            throw e; // the database is unavailable for the others too
        } catch (RuntimeException | Error e) {
            log.error("Task {}: failed to take over its run", taskId, e);
            interrupted.add(taskId);
            return Optional.empty();
        }
    }

    /**
     * Starts no further task and waits for the one that is being started.
     *
     * @return whether that finished in time; if not, the next start of the server finds its run
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        closing = true;
        thread.interrupt();
        return thread.join(atMost);
    }
}

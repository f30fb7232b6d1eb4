package dev.mgx.engine.run;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries decided ends out. Once an end is decided, by whomever, it is tried again and again until it is recorded or
 * the fence says that somebody else has ended the run: a database that is away, or memory that is used up for the
 * moment, delays an end and never makes it be forgotten. Only the end of the process does, and then the next start finds
 * what was decided. Thread-safe.
 *
 * <p>An end from outside has a thread of its own, so that no end waits for another. Where a thread cannot be had, or
 * has died, {@link #pursue} starts the next one; the watchdog calls it at every look.
 */
public final class RunTerminator {
    private static final Logger log = LoggerFactory.getLogger(RunTerminator.class);

    /** Between two tries. A run is terminal at the latest 5 s after the journal accepts writes again. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final long TRIES_BETWEEN_NEWS = Duration.ofSeconds(30).dividedBy(PAUSE);

    private final Store store;
    private final Map<String, ActiveRun> active;
    private final Duration patience;
    private final RunThreads threads;
    private final Set<Termination> unfinished = ConcurrentHashMap.newKeySet();
    private final Map<String, Termination> unowned = new ConcurrentHashMap<>();

    /**
     * @param active the runs under way in this process, by their tasks' ids; one that has ended is taken out
     * @param stopTimeout how long a stop may take; most of it is for the work to let go
     */
    public RunTerminator(Store store, Map<String, ActiveRun> active, Duration stopTimeout, MonotonicClock monotonic) {
        this.store = store;
        this.active = active;
        patience = stopTimeout.minus(stopTimeout.dividedBy(5));
        threads = new RunThreads("mgx-end", monotonic);
    }

    /** The threads on which ends are carried out, for a shutdown to wait for. */
    RunThreads threads() {
        return threads;
    }

    /** Has a run ended, unless an end is decided. Does not block; {@link ActiveRun#awaitOver} says when it is over. */
    void end(ActiveRun run, EndCause cause) {
        Termination end = Termination.of(run, cause, patience);
        if (decide(run, end)) {
            pursue(end);
        }
    }

    /**
     * The same on this thread, for a workflow that has come to its end; returns when that is recorded, or another end
     * was decided before.
     *
     * @throws InterruptedException when the thread was interrupted meanwhile; then it is carried out by another
     */
    void endHere(ActiveRun run, WorkflowResult outcome) throws InterruptedException {
        Termination end = Termination.of(run, new EndCause.Returned(outcome), patience);
        var _ = end.seize(); // before anybody else knows of it
        try {
            if (decide(run, end)) {
                untilOver(end);
            }
        } finally {
            end.release();
        }
    }

    private boolean decide(ActiveRun run, Termination end) {
        unfinished.add(end); // before it is decided: there is no moment in which nobody looks after it
        boolean first = run.decide(end);
        if (!first) {
            unfinished.remove(end);
        }
        return first;
    }

    /** The fence has said that a run was ended or taken elsewhere. */
    void overtaken(ActiveRun run) {
        if (run.become(RunPhase.ENDED)) {
            close(run);
        }
    }

    /** Has a run ended on which nobody works here, such as one that a crash left; of several stops one does it. */
    Termination endUnowned(String taskId, DecidedEnd ending) {
        Termination end = unowned.computeIfAbsent(taskId, id -> Termination.ofUnowned(store, id, ending, null));
        unfinished.add(end);
        pursue(end);
        return end;
    }

    /** Has a run ended that was just taken over; tries it at once and goes on in the background. */
    public void endTakenOver(Claim claim, DecidedEnd ending) {
        Termination end = Termination.ofUnowned(store, claim.task().id(), ending, claim.fence());
        var _ = end.seize();
        unfinished.add(end);
        boolean over = false;
        try {
            over = tryOnce(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.release();
        }
        if (!over) {
            pursue(end);
        }
    }

    /** Sees to it that every end that was decided is being carried out. */
    void pursue() {
        unfinished.forEach(this::pursue);
    }

    private void pursue(Termination end) {
        if (!end.isDecided() || !end.seize()) {
            return;
        }
        try {
            threads.start(end.taskId(), () -> carryOut(end));
        } catch (RuntimeException | Error e) {
            end.release();
            log.debug("Task {}: there is no thread for its end at the moment", end.taskId(), e);
        }
    }

    private void carryOut(Termination end) {
        try {
            untilOver(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.release();
        }
    }

    private void untilOver(Termination end) throws InterruptedException {
        while (!tryOnce(end)) {
            Thread.sleep(PAUSE);
        }
    }

    /** Whether it is over with this try. */
    private boolean tryOnce(Termination end) throws InterruptedException {
        try {
            if (!end.isOver()) {
                end.advance();
            }
        } catch (StaleEpoch e) {
            log.info("Task {}: ended or deleted by somebody else before its end was recorded", end.taskId());
        } catch (StoreUnavailable | OutcomeUnknown e) {
            if (isNews(end.failed(e))) {
                log.warn("Task {}: its end is tried until it is recorded: {}", end.taskId(), e.getMessage());
            }
            return false;
        } catch (RuntimeException | Error e) {
            if (isNews(end.failed(e))) {
                log.error("Task {}: its end failed and is tried until it is recorded", end.taskId(), e);
            }
            return false;
        }
        finish(end);
        return true;
    }

    /** At once, and then every half minute. */
    private static boolean isNews(long failures) {
        return failures % TRIES_BETWEEN_NEWS == 1;
    }

    /** Safe twice, and after half of it. */
    private void finish(Termination end) {
        end.run().ifPresent(run -> {
            var _ = run.become(RunPhase.ENDED);
            close(run);
        });
        unowned.remove(end.taskId(), end);
        end.markOver();
        unfinished.remove(end);
    }

    private void close(ActiveRun run) {
        active.remove(run.task().id(), run);
        run.place().giveBack();
        run.markOver();
    }
}

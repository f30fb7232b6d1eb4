package dev.mgx.engine.run;

import dev.mgx.store.Store;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an engine lets go of its runs, which are left resumable: all of them together, under one deadline, however many
 * there are. No further step begins. Half of the time is for steps under way to finish; then everything is interrupted
 * at once, and a quarter is for it to let go; what is left is for the database to be told.
 *
 * @param starts what starts runs
 * @param grace how long it may take in all
 */
record Shutdown(
        Store store, RunExecutor executor, RunExecutor.Starts starts, Duration grace, MonotonicClock monotonic) {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    /** Returns when no thread of a run is left and each run is handed over, or the time is over. */
    void run() throws InterruptedException {
        long began = monotonic.nanoTime();
        executor.leaveAll();
        Duration half = grace.dividedBy(2);
        if (!starts.stop(left(began, half))) {
            log.warn("The database does not say whether a task was started; the next start finds out");
        }
        Collection<ActiveRun> runs = List.copyOf(executor.active().values()); // also the one that was started last
        List<RunThreads> threads = new ArrayList<>();
        runs.forEach(run -> threads.add(run.threads()));
        threads.add(executor.terminator().threads());
        for (RunThreads each : threads) {
            if (!each.await(left(began, half))) {
                break;
            }
        }
        List<String> working =
                RunThreads.interruptUntilGone(threads, left(began, half.plus(grace.dividedBy(4))), monotonic);
        if (!working.isEmpty()) {
            log.warn("Left while still at work: {}", working);
        }
        handOver(runs, left(began, grace));
    }

    private Duration left(long began, Duration until) {
        Duration left = until.minusNanos(monotonic.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A database that is away takes no hand-over: the next start finds a crash. */
    private void handOver(Collection<ActiveRun> runs, Duration atMost) {
        Map<Fence, Long> usedMillis = new HashMap<>();
        for (ActiveRun run : runs) {
            if (run.become(RunPhase.LEFT)) {
                usedMillis.put(run.claim().fence(), run.time().used().toMillis());
            }
        }
        if (usedMillis.isEmpty()) {
            return;
        }
        try {
            store.claims().handOver(usedMillis, atMost);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.warn("{} runs could not be handed over: {}", usedMillis.size(), e.getMessage());
        }
    }
}

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
 * Suspends all active runs under one deadline, however many there are, and leaves them resumable. No further step
 * begins. Running steps have half of the time to finish. Then everything is interrupted at once and has a quarter of
 * the time to end. The rest is for handing the runs over in the database.
 *
 * @param stopDispatcher stops whatever starts runs
 * @param grace how long the shutdown may take in all
 */
record Shutdown(
        Store store,
        RunExecutor executor,
        RunExecutor.StopDispatcher stopDispatcher,
        Duration grace,
        MonotonicClock monotonic) {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    /** Returns when no run thread is alive and every run is handed over, or when the time has passed. */
    void run() throws InterruptedException {
        long startedAt = monotonic.nanoTime();
        executor.suspendAll();
        Duration half = grace.dividedBy(2);
        if (!stopDispatcher.stop(left(startedAt, half))) {
            log.warn("Could not confirm in time whether a task was started; the next start will find its run");
        }
        Collection<ActiveRun> runs = List.copyOf(executor.active().values()); // including the one that was started last
        List<RunThreads> threads = new ArrayList<>();
        runs.forEach(run -> threads.add(run.threads()));
        threads.add(executor.terminator().threads());
        for (RunThreads each : threads) {
            if (!each.await(left(startedAt, half))) {
                break;
            }
        }
        List<String> stillAlive =
                RunThreads.interruptAndJoin(threads, left(startedAt, half.plus(grace.dividedBy(4))), monotonic);
        if (!stillAlive.isEmpty()) {
            log.warn("Still running after the shutdown timeout: {}", stillAlive);
        }
        handOver(runs, left(startedAt, grace));
    }

    private Duration left(long startedAt, Duration until) {
        Duration left = until.minusNanos(monotonic.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** If the database is unavailable, the next start treats these runs as crashed. */
    private void handOver(Collection<ActiveRun> runs, Duration atMost) {
        Map<Fence, Long> usedMillis = new HashMap<>();
        for (ActiveRun run : runs) {
            if (run.transitionTo(RunPhase.SUSPENDED)) {
                usedMillis.put(run.claim().fence(), run.time().used().toMillis());
            }
        }
        if (usedMillis.isEmpty()) {
            return;
        }
        try {
            store.claims().handOver(usedMillis, atMost);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.warn("Could not hand over {} runs: {}", usedMillis.size(), e.getMessage());
        }
    }
}

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
 * Leaves the suspended runs resumable, all under one deadline, however many there are. Running steps may finish: an
 * answer that is cut off is paid for again. Near the deadline everything is interrupted at once, and the runs are handed
 * over in the database.
 *
 * @param stopDispatcher stops whatever starts runs
 * @param startedAt when the runs were suspended
 * @param grace how long the shutdown may take in all, from then on
 */
record Shutdown(
        Store store,
        RunExecutor executor,
        RunExecutor.StopDispatcher stopDispatcher,
        long startedAt,
        Duration grace,
        MonotonicClock monotonic) {
    /** What is kept of the time for interrupting and handing over, which takes some 10 ms; half of a shorter time. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    /** Returns when no run thread is alive and every run is handed over, or when the time has passed. */
    void run() throws InterruptedException {
        Duration ending = shorter(grace.dividedBy(2), ENDING);
        Duration working = grace.minus(ending);
        if (!stopDispatcher.stop(left(working))) {
            log.warn("Could not confirm in time whether a task was started; the next start will find its run");
        }
        Collection<ActiveRun> runs = List.copyOf(executor.active().values()); // including the one that was started last
        List<RunThreads> threads = new ArrayList<>();
        runs.forEach(run -> threads.add(run.threads()));
        threads.add(executor.terminator().threads());
        for (RunThreads each : threads) {
            if (!each.await(left(working))) {
                break;
            }
        }
        List<String> stillAlive =
                RunThreads.interruptAndJoin(threads, left(working.plus(ending.dividedBy(2))), monotonic);
        if (!stillAlive.isEmpty()) {
            log.warn("Still running after the shutdown timeout: {}", stillAlive);
        }
        handOver(runs, left(grace));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration left(Duration until) {
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

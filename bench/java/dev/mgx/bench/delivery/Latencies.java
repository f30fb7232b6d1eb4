package dev.mgx.bench.delivery;

import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long after its commit each event has reached its watchers. Filled by the watchers' one thread. */
final class Latencies implements WatcherSocket.Listener {
    static final Metric MEDIAN = Metric.millis("p50");
    static final Metric P99 = Metric.millis("p99");

    private final CommitClock clock;
    private final List<String> tasks;
    private final long[] nanos;
    private int count;

    /** @param watched the task of each watcher */
    Latencies(CommitClock clock, List<Fence> watched, int eventsEach) {
        this.clock = clock;
        tasks = watched.stream().map(Fence::taskId).toList();
        nanos = new long[watched.size() * eventsEach];
    }

    @Override
    public synchronized void received(int watcher, int before, int now) {
        long arrived = System.nanoTime();
        for (int event = before; event < now; event++) {
            nanos[count++] = arrived - clock.committedAt(tasks.get(watcher), event);
        }
    }

    synchronized Map<Metric, Double> figures() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        Map<Metric, Double> figures = new LinkedHashMap<>();
        figures.put(MEDIAN, sorted[count / 2] / 1e6);
        figures.put(P99, sorted[(int) (count * 0.99)] / 1e6);
        return figures;
    }
}

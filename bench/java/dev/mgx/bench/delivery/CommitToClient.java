package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long after their commit events reach their watchers, at a load of every day. */
final class CommitToClient implements Measure {
    private static final int TASKS = 100;
    private static final int WATCHERS = 200;
    private static final int PER_SECOND = 2_000;
    private static final int SECONDS = 3;
    private static final int EVENTS = PER_SECOND * SECONDS / TASKS;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "commit to client, 2,000 events a second of 100 tasks to 200 watchers";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(Latencies.MEDIAN, 1), Goal.of(Latencies.P99, 10));
    }

    @Override
    public Field open() throws Exception {
        CommitClock clock = new CommitClock();
        OurServer server = OurServer.start(TASKS, clock);
        List<Fence> tasks = server.take(TASKS);
        List<Fence> watched = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            watched.add(tasks.get(i % TASKS));
        }
        NettyFeed netty = new NettyFeed();
        server.store().journal().listen(netty);
        return new Field(
                List.of(
                        Contender.ours(() -> ours(server, clock, tasks, watched)),
                        new Contender(NettyFeed.NAME, () -> netty(server, netty, clock, tasks, watched))),
                () -> {
                    netty.close();
                    server.close();
                });
    }

    private static Map<Metric, Double> ours(OurServer server, CommitClock clock, List<Fence> tasks, List<Fence> watched)
            throws Exception {
        Latencies latencies = new Latencies(clock, watched, EVENTS);
        List<String> paths = watched.stream()
                .map(task -> OurServer.path(task, server.last(task)))
                .toList();
        tasks.forEach(task -> clock.follow(task.taskId(), server.last(task), EVENTS));
        try (Watchers watchers = Watchers.connect(server.port(), paths, latencies)) {
            return paced(server, tasks, watchers, latencies);
        }
    }

    private static Map<Metric, Double> netty(
            OurServer server, NettyFeed netty, CommitClock clock, List<Fence> tasks, List<Fence> watched)
            throws Exception {
        Latencies latencies = new Latencies(clock, watched, EVENTS);
        tasks.forEach(task -> clock.follow(task.taskId(), server.last(task), EVENTS));
        netty.open(tasks);
        try (Watchers watchers = Watchers.connect(
                netty.port(), watched.stream().map(NettyFeed::path).toList(), latencies)) {
            return paced(server, tasks, watchers, latencies);
        } finally {
            netty.shut();
        }
    }

    private static Map<Metric, Double> paced(
            OurServer server, List<Fence> tasks, Watchers watchers, Latencies latencies) throws InterruptedException {
        try (Pace pace = new Pace(server, tasks, EVENTS, PER_SECOND)) {
            pace.await();
            watchers.awaitEvents(EVENTS);
        }
        return latencies.figures();
    }
}

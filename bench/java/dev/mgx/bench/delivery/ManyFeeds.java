package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many tasks with a watcher each. What is committed limits it, so the baseline is fed by the same journal. */
final class ManyFeeds implements Measure {
    private static final int TASKS = 500;
    private static final int EVENTS = 200;
    private static final int COMMIT = 20;
    private static final int PRODUCERS = 8;

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public String title() {
        return "200 events of 400 bytes of each of 500 tasks to a watcher each";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.times(0.6, NettyFeed.NAME, Metric.RATE));
    }

    @Override
    public Field open() throws Exception {
        OurServer server = OurServer.start(TASKS);
        List<Fence> tasks = server.take(TASKS);
        NettyFeed netty = new NettyFeed();
        server.store().journal().listen(netty);
        return new Field(
                List.of(
                        Contender.ours(() -> ours(server, tasks)),
                        new Contender(NettyFeed.NAME, () -> netty(server, netty, tasks))),
                () -> {
                    netty.close();
                    server.close();
                });
    }

    private static Map<Metric, Double> ours(OurServer server, List<Fence> tasks) throws Exception {
        List<Long> since = tasks.stream().map(server::last).toList();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            paths.add(OurServer.path(tasks.get(i), since.get(i)));
        }
        try (Watchers watchers = Watchers.connect(server.port(), paths)) {
            return fed(server, tasks, since, watchers);
        }
    }

    private static Map<Metric, Double> netty(OurServer server, NettyFeed netty, List<Fence> tasks) throws Exception {
        List<Long> since = tasks.stream().map(server::last).toList();
        netty.open(tasks);
        try (Watchers watchers = Watchers.connect(
                netty.port(), tasks.stream().map(NettyFeed::path).toList())) {
            return fed(server, tasks, since, watchers);
        } finally {
            netty.shut();
        }
    }

    private static Map<Metric, Double> fed(OurServer server, List<Fence> tasks, List<Long> since, Watchers watchers)
            throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        server.appendTo(tasks, EVENTS, COMMIT, PRODUCERS);
        watchers.awaitEvents(EVENTS);
        Map<Metric, Double> figures = watch.figures((double) TASKS * EVENTS);
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            sums.add(server.sum(tasks.get(i), since.get(i)));
        }
        watchers.check(EVENTS, sums);
        return figures;
    }
}

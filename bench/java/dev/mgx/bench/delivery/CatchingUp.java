package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A watcher that has missed much, while others watch tasks that go on. */
final class CatchingUp implements Measure {
    private static final int MISSED = 100_000;
    private static final int OTHERS = 20;
    private static final int PER_SECOND = 500;
    private static final int EVENTS = 2 * PER_SECOND / OTHERS;
    private static final Metric LEVEL = Metric.millis("level after");
    private static final Metric OTHERS_P99 = Metric.millis("p99 of the others");
    private static final String ROWS = "the same rows read by bare JDBC and written to a socket";

    @Override
    public String name() {
        return "behind";
    }

    @Override
    public String title() {
        return "a watcher 100,000 events behind, beside 20 watchers of 500 events a second";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(LEVEL, 1_000), Goal.of(OTHERS_P99, 10));
    }

    @Override
    public Field open() throws Exception {
        CommitClock clock = new CommitClock();
        OurServer server = OurServer.start(1 + OTHERS, clock);
        Fence missed = server.take(1).getFirst();
        for (int sent = 0; sent < MISSED; sent += 1_000) {
            server.append(missed, 1_000);
        }
        long sum = server.sum(missed, 1);
        List<Fence> others = server.take(OTHERS);
        RawBytes bytes = new RawBytes();
        return new Field(
                List.of(
                        Contender.ours(() -> beside(
                                server, clock, others, () -> caughtUp(server.port(), OurServer.path(missed, 1), sum))),
                        new Contender("nobody behind", () -> beside(server, clock, others, Map::of)),
                        new Contender(ROWS, () -> rows(server, missed, bytes, sum))),
                () -> {
                    bytes.close();
                    server.close();
                });
    }

    private interface Work {
        Map<Metric, Double> run() throws Exception;
    }

    private static Map<Metric, Double> caughtUp(int port, String path, long sum) throws Exception {
        long begun = System.nanoTime();
        try (Watchers late = Watchers.connect(port, List.of(path))) {
            late.awaitEvents(MISSED);
            double millis = (System.nanoTime() - begun) / 1e6;
            late.check(MISSED, List.of(sum));
            return Map.of(LEVEL, millis);
        }
    }

    /** Does the work in the middle of the others' watching. */
    private static Map<Metric, Double> beside(OurServer server, CommitClock clock, List<Fence> others, Work work)
            throws Exception {
        Latencies latencies = new Latencies(clock, others, EVENTS);
        List<String> paths = others.stream()
                .map(task -> OurServer.path(task, server.last(task)))
                .toList();
        others.forEach(task -> clock.follow(task.taskId(), server.last(task), EVENTS));
        try (Watchers watchers = Watchers.connect(server.port(), paths, latencies);
                Pace pace = new Pace(server, others, EVENTS, PER_SECOND)) {
            watchers.awaitEvents(EVENTS / 4);
            Map<Metric, Double> figures = new LinkedHashMap<>(work.run());
            pace.await();
            watchers.awaitEvents(EVENTS);
            figures.put(OTHERS_P99, latencies.figures().getOrDefault(Latencies.P99, Double.NaN));
            return figures;
        }
    }

    private static Map<Metric, Double> rows(OurServer server, Fence task, RawBytes bytes, long sum) throws Exception {
        Thread accepting = bytes.accept(1);
        try {
            Thread writing = Thread.ofPlatform().start(() -> {
                try {
                    accepting.join();
                    write(server.database(), task, bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Map<Metric, Double> figures = caughtUp(bytes.port(), "/", sum);
            writing.join();
            return figures;
        } finally {
            bytes.disconnect();
        }
    }

    private static void write(Path database, Fence task, RawBytes bytes) throws SQLException, IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT body FROM event WHERE task_id = ? AND seq > 1 ORDER BY seq")) {
            select.setString(1, task.taskId());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] json = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                    byte[] frame = ServerFrames.frame(ServerFrames.eventMessage(json));
                    if (frame.length > buffer.remaining()) {
                        bytes.write(buffer.flip());
                        buffer.clear();
                    }
                    buffer.put(frame);
                }
            }
        }
        bytes.write(buffer.flip());
    }
}

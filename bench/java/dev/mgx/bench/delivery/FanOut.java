package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/** One task whose events all watchers get. Ours journals them first; the baselines have them in memory. */
final class FanOut implements Measure {
    private static final int WATCHERS = 200;
    private static final int EVENTS = 20_000;
    private static final int COMMIT = 200;
    private static final String NETTY = "bare Netty, a frame object per message";
    private static final String BYTES = "the same bytes written to as many sockets";

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public String title() {
        return "20,000 events of 400 bytes to 200 watchers of one task";
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.times(1.2, NETTY, Metric.RATE),
                Goal.of(Metric.RATE, 1_000_000),
                Goal.times(0.5, BYTES, Metric.RATE));
    }

    @Override
    public Field open() throws Exception {
        OurServer ours = OurServer.start(1 + warmUps() + rounds());
        RawNetty netty = new RawNetty();
        RawBytes bytes = new RawBytes();
        Fence sample = ours.take(1).getFirst();
        for (int sent = 0; sent < EVENTS; sent += COMMIT) {
            ours.append(sample, COMMIT);
        }
        List<byte[]> messages = ours.messages(sample);
        return new Field(
                List.of(
                        Contender.ours(() -> ours(ours)),
                        new Contender(NETTY, () -> netty(netty, messages)),
                        new Contender(BYTES, () -> bytes(bytes, messages))),
                () -> {
                    bytes.close();
                    netty.close();
                    ours.close();
                });
    }

    private static Map<Metric, Double> ours(OurServer server) throws Exception {
        Fence task = server.take(1).getFirst();
        try (Watchers watchers = Watchers.connect(server.port(), Collections.nCopies(WATCHERS, OurServer.path(task)))) {
            Stopwatch watch = new Stopwatch();
            for (int sent = 0; sent < EVENTS; sent += COMMIT) {
                server.append(task, COMMIT);
            }
            return end(watch, watchers, () -> server.sum(task));
        }
    }

    private static Map<Metric, Double> end(Stopwatch watch, Watchers watchers, LongSupplier sum)
            throws InterruptedException {
        watchers.awaitEvents(EVENTS);
        Map<Metric, Double> figures = watch.figures((double) WATCHERS * EVENTS);
        watchers.check(EVENTS, Collections.nCopies(WATCHERS, sum.getAsLong()));
        return figures;
    }

    private static Map<Metric, Double> netty(RawNetty server, List<byte[]> messages) throws Exception {
        String path = "/all";
        try (Watchers watchers = Watchers.connect(server.port(), Collections.nCopies(WATCHERS, path))) {
            Stopwatch watch = new Stopwatch();
            server.publish(path, messages);
            return end(watch, watchers, () -> sum(messages));
        } finally {
            server.forget(path);
        }
    }

    private static Map<Metric, Double> bytes(RawBytes server, List<byte[]> messages) throws Exception {
        List<byte[]> frames = messages.stream().map(ServerFrames::frame).toList();
        ByteBuffer all = ByteBuffer.allocateDirect(
                frames.stream().mapToInt(frame -> frame.length).sum());
        frames.forEach(all::put);
        all.flip();
        Thread accepting = server.accept(WATCHERS);
        try (Watchers watchers = Watchers.connect(server.port(), Collections.nCopies(WATCHERS, "/"))) {
            accepting.join();
            Stopwatch watch = new Stopwatch();
            server.write(all);
            return end(watch, watchers, () -> sum(messages));
        } finally {
            server.disconnect();
        }
    }

    static long sum(List<byte[]> messages) {
        CRC32C sum = new CRC32C();
        messages.forEach(message -> sum.update(ServerFrames.frame(message)));
        return sum.getValue();
    }
}

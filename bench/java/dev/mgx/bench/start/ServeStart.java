package dev.mgx.bench.start;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From the command {@code ./mgx serve} to its first answer, and what it takes when it has nothing to do. */
final class ServeStart implements Measure {
    static final Metric READY = Metric.millis("ready after");
    static final String HELLO = "a bare Vert.x hello server, without a cache";
    private static final Metric IDLE = new Metric("idle", "MiB", false);

    /** Until a server is as idle as it will be. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "mgx serve, until it answers";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.times(1.0, HELLO, READY), Goal.of(IDLE, 120));
    }

    @Override
    public Field open() throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        return new Field(
                List.of(Contender.ours(() -> ours(folder)), new Contender(HELLO, ServeStart::hello)),
                () -> DataFolders.delete(folder));
    }

    private static Map<Metric, Double> ours(Path folder) throws IOException, InterruptedException {
        int port = StartedProcess.freePort();
        try (StartedProcess server = StartedProcess.mgx(serve(folder, port))) {
            return figures(server, server.awaitAnswer(port, "/health/ready"));
        }
    }

    static List<String> serve(Path folder, int port) {
        return List.of("serve", "--llm=simulated", "--port=" + port, "--data-dir=" + folder);
    }

    private static Map<Metric, Double> hello() throws IOException, InterruptedException {
        int port = StartedProcess.freePort();
        try (StartedProcess server = StartedProcess.hello(port)) {
            return figures(server, server.awaitAnswer(port, "/"));
        }
    }

    private static Map<Metric, Double> figures(StartedProcess server, double ready)
            throws IOException, InterruptedException {
        Thread.sleep(SETTLING);
        return Map.of(READY, ready, IDLE, server.residentMiB());
    }
}

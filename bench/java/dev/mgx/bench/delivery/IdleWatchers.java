package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Many watchers of a task in which nothing happens: what they cost the server's process. One round; it takes a while. */
final class IdleWatchers implements Measure {
    private static final int WATCHERS = 10_000;
    private static final int SECONDS = 20; // two pings to each
    private static final Metric MEMORY = new Metric("memory", "KiB each", false);
    private static final Metric PINGS = new Metric("CPU for pings", "% of a core", false);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "10,000 idle watchers (one round)";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(MEMORY, 20), Goal.of(PINGS, 5));
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public Field open() {
        return new Field(
                List.of(
                        Contender.ours(() -> measure("ours")),
                        new Contender("bare Netty, which sends no pings", () -> measure("netty"))),
                () -> {});
    }

    private static Map<Metric, Double> measure(String which) throws Exception {
        Process server = start(which);
        try (BufferedReader out = server.inputReader()) {
            String[] told = String.valueOf(out.readLine()).split(" ", 2);
            collect(server);
            long before = residentKiB(server);
            try (Watchers watchers =
                    Watchers.connect(Integer.parseInt(told[0]), Collections.nCopies(WATCHERS, told[1]))) {
                watchers.awaitMessages(which.equals("ours") ? 2 : 0); // greeted, and told the state
                collect(server);
                Map<Metric, Double> figures = new LinkedHashMap<>();
                figures.put(MEMORY, (double) (residentKiB(server) - before) / watchers.size());
                long cpu = cpuMillis(server);
                watchers.runFor(TimeUnit.SECONDS.toMillis(SECONDS));
                figures.put(PINGS, (cpuMillis(server) - cpu) / 10.0 / SECONDS);
                return figures;
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static Process start(String which) throws IOException {
        return new ProcessBuilder(
                        java("java"),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:MinHeapFreeRatio=5", // so that what is resident is what is used
                        "-XX:MaxHeapFreeRatio=10",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dmgx.log.level=ERROR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleServer.class.getName(),
                        which)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static void collect(Process server) throws IOException, InterruptedException {
        new ProcessBuilder(java("jcmd"), String.valueOf(server.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static long residentKiB(Process server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long cpuMillis(Process server) {
        return server.toHandle().info().totalCpuDuration().orElseThrow().toMillis();
    }
}

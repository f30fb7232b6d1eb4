package dev.mgx.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The cost of one task with many watchers, which read everything, on loopback in this process. CPU time is that of
 * server and watchers together, so the server's own cost per message is less.
 */
public final class FanOutBenchmark {
    private static final int EVENTS = 2_000;
    private static final int[] WATCHERS = {1, 10, 100, 1_000};

    private FanOutBenchmark() {}

    /** Measures each number of watchers in {@code args} twice; without any, the usual numbers. */
    public static void main(String[] args) throws Exception {
        int[] sizes = args.length == 0
                ? WATCHERS
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        System.out.printf("%10s %12s %16s %18s%n", "watchers", "seconds", "messages/s", "CPU µs/message");
        for (int round = 0; round < 2; round++) {
            for (int watchers : sizes) {
                measure(watchers);
            }
        }
    }

    private static void measure(int watchers) throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        CountDownLatch everybodyIsThere = new CountDownLatch(1);
        try (Store store = Store.open(
                        folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
                Streams streams = new Streams(store, Duration.ofSeconds(1));
                Engine engine = Engine.start(
                        store,
                        new Emitting(everybodyIsThere),
                        EngineLimits.DEFAULT,
                        Clock.systemUTC(),
                        System::nanoTime,
                        Recovery.LEAVE);
                WebServer server = WebServer.start(ServerOptions.on("127.0.0.1", 0), store, engine, streams)) {
            String id = store.tasks().create(null, "bench", TaskOptions.DEFAULT).id();
            engine.run(id, RunRequest.FRESH);
            List<Thread> readers = new ArrayList<>();
            CountDownLatch open = new CountDownLatch(watchers);
            for (int i = 0; i < watchers; i++) {
                readers.add(Thread.ofVirtual().start(() -> readAll(server.port(), id, open)));
            }
            open.await();
            long begun = System.nanoTime();
            long cpu = cpuNanos();
            everybodyIsThere.countDown();
            for (Thread reader : readers) {
                reader.join();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double messages = (double) watchers * EVENTS;
            System.out.printf(
                    "%10d %12.2f %16.0f %18.2f%n",
                    watchers, seconds, messages / seconds, (cpuNanos() - cpu) / 1e3 / messages);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    /** Records its events once all watchers are connected. */
    private record Emitting(CountDownLatch everybodyIsThere) implements Workflow {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of("simulated", true);
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            run.step("emit", String.class, step -> {
                everybodyIsThere.await();
                for (int i = 0; i < EVENTS; i++) {
                    step.emit(EventDraft.of(EventType.LOG, "a line of some length, as events have it, number " + i));
                }
                return "";
            });
            return new WorkflowResult.Succeeded("done", Map.of("summary", "done"));
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Reads until the server closes, without parsing frames. */
    private static void readAll(int port, String id, CountDownLatch open) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /ws/tasks/" + id + "?start=false HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            int read = in.read(buffer);
            open.countDown();
            while (read >= 0 && !endsWithClose(buffer, read)) {
                read = in.read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's last frame is a close with 1000 and "Task completed". */
    private static boolean endsWithClose(byte[] buffer, int length) {
        String end = new String(buffer, Math.max(0, length - 14), Math.min(14, length), StandardCharsets.US_ASCII);
        return end.equals("Task completed");
    }
}

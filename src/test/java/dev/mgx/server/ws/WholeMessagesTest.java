package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.Store;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Soak;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The frames from below: a server whose buffers are poisoned when they are released, with Netty's leak detection at its
 * strictest, and watchers that join before every event, many of which take a few bytes at a time.
 */
@Tag("soak")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WholeMessagesTest {
    private static final int STEPS = Soak.of(20, 150);
    private static final String EVENT = "{\"type\":\"event\",\"data\":";
    private static final String STATE = "{\"type\":\"state\",\"data\":";

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private final List<Future<Watched>> watchers = new ArrayList<>();

    /** What one watcher was sent. */
    private record Watched(long since, boolean deltas, List<String> events, List<String> states, int closeCode) {}

    @Test
    void everyMessageIsWholeWhoeverTakesItHoweverSlowly() throws Exception {
        Process server = start();
        String task;
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
                Writer in = server.outputWriter(StandardCharsets.UTF_8);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String[] told = String.valueOf(out.readLine()).split(" ", 2);
            task = told[1];
            join(threads, Integer.parseInt(told[0]), task, in);
            for (Future<Watched> watcher : watchers) {
                assertThat(watcher.get().closeCode()).isEqualTo(1000);
            }
            tell(in, ".");
            assertThat(out.readLine()).startsWith("poisoned ").isNotEqualTo("poisoned 0");
            server.waitFor();
        } finally {
            server.destroyForcibly();
        }
        assertThat(folder.resolve("log")).content().doesNotContain("LEAK", "Exception");
        try (Store store = Store.open(
                folder.resolve("data"),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                CommitProbe.NONE)) {
            List<RecordedEvent> journal = store.journal().after(task, 0, Integer.MAX_VALUE);
            assertThat(journal).hasSizeGreaterThan(STEPS);
            for (Future<Watched> watcher : watchers) {
                assertWhole(watcher.get(), journal);
            }
        }
    }

    /** Lets one who reads live lead: after each event that it sees others join, before the next is allowed. */
    private void join(ExecutorService threads, int port, String task, Writer in) throws Exception {
        try (RawWatcher leader = RawWatcher.connect(port, task, "?version=2", 16 * 1024)) {
            int seen = 0;
            for (int step = 0; step < STEPS; step++) {
                while (!text(next(leader)).startsWith(EVENT)) {}
                seen++;
                watch(threads, port, task, step % 2 == 0 ? seen : random.nextInt(seen + 1));
                tell(in, "\n");
            }
            RawWatcher.Frame last = next(leader);
            while (last.opcode() != RawWatcher.CLOSE) {
                last = next(leader);
            }
            assertThat(last.closeCode()).isEqualTo(1000);
        }
    }

    private void watch(ExecutorService threads, int port, String task, long since) throws IOException {
        boolean deltas = random.nextInt(4) > 0;
        boolean slow = random.nextInt(3) == 0;
        RawWatcher watcher = RawWatcher.connect(
                port,
                task,
                "?start=false&since_event_id=" + since + (deltas ? "&version=2" : ""),
                slow ? 2_048 : 64 * 1024);
        watcher.setPace(slow ? 1 + random.nextInt(200) : 1_000_000, 0);
        watchers.add(threads.submit((Callable<Watched>) () -> watched(watcher, since, deltas)));
    }

    private static Watched watched(RawWatcher watcher, long since, boolean deltas) throws IOException {
        Watched watched = new Watched(since, deltas, new ArrayList<>(), new ArrayList<>(), 0);
        try (watcher) {
            RawWatcher.Frame frame = next(watcher);
            while (frame.opcode() != RawWatcher.CLOSE) {
                assertThat(frame.last()).isTrue();
                take(watched, text(frame));
                frame = next(watcher);
            }
            return new Watched(since, deltas, watched.events(), watched.states(), frame.closeCode());
        }
    }

    /** The next frame but for pings, which are answered. */
    private static RawWatcher.Frame next(RawWatcher watcher) throws IOException {
        RawWatcher.Frame frame = watcher.read();
        while (frame.opcode() == RawWatcher.PING) {
            watcher.send(RawWatcher.PONG, true, frame.payload().array());
            frame = watcher.read();
        }
        return frame;
    }

    private static String text(RawWatcher.Frame frame) {
        return new String(frame.payload().array(), StandardCharsets.UTF_8);
    }

    private static void take(Watched watched, String message) {
        if (message.startsWith(EVENT)) {
            watched.events().add(message);
        } else if (message.startsWith(STATE)) {
            watched.states().add(message.substring(STATE.length(), message.length() - 1));
        } else {
            assertThat(message).startsWith("{\"type\":\"connected\"");
        }
    }

    private static void assertWhole(Watched watched, List<RecordedEvent> journal) {
        assertThat(watched.events())
                .as("events after %d", watched.since())
                .isEqualTo(journal.stream()
                        .filter(event -> event.eventId() > watched.since())
                        .filter(event -> watched.deltas() || event.type() != EventType.MESSAGE_DELTA)
                        .map(event -> EVENT + event + "}")
                        .toList());
        List<TaskState> states = watched.states().stream()
                .map(json -> Json.read(json, TaskState.class))
                .toList();
        assertThat(states).isSortedAccordingTo((a, b) -> Double.compare(a.progress(), b.progress()));
        assertThat(states.getLast().status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    private static void tell(Writer in, String what) throws IOException {
        in.write(what);
        in.flush();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dio.netty.bootstrap.extensions=serviceload",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-Dmgx.log.level=WARN",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PoisonedServer.class.getName(),
                        Files.createDirectory(folder.resolve("data")).toString(),
                        Integer.toString(STEPS))
                .redirectError(folder.resolve("log").toFile())
                .start();
    }
}

package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import dev.mgx.testing.Soak;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** After hundreds of watchers and tasks, in a soak thousands, the server holds no more resources than before. */
@Tag("stability")
@Tag("soak")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NothingIsLeftTest {
    private static final int WATCHERS = Soak.of(600, 10_000);
    private static final int TASKS = Soak.of(60, 1_000);
    private static final int AT_A_TIME = 20;
    private static final int TIMEOUT_SECONDS = 60;

    /** Slack for warm-up, caches and pending garbage collection. */
    private static final long HEAP_SLACK_BYTES = 24L << 20;

    @TempDir
    Path folder;

    @Test
    void watchersAndTasksComeAndGoAndNothingOfThemStays() throws Exception {
        ListAppender<ILoggingEvent> errors = errors();
        try (Served served = new Served(folder, run -> {
            run.step("some", String.class, step -> {
                step.emit(EventDraft.of(EventType.LOG, "y".repeat(2_000)));
                return "";
            });
            return Served.done("Built");
        })) {
            comeAndGo(served, AT_A_TIME, 2);
            Held before = Held.now();

            comeAndGo(served, WATCHERS, TASKS);

            awaitAtMost("watchers", 0, () -> served.server().watchers());
            awaitAtMost("cursors", 0, () -> served.streams().watchers());
            awaitAtMost("threads", before.threads() + 4L, () -> Held.now().threads());
            awaitAtMost(
                    "descriptors", before.descriptors() + 8L, () -> Held.now().descriptors());
            awaitAtMost(
                    "bytes of heap",
                    before.heapBytes() + HEAP_SLACK_BYTES,
                    () -> Held.now().heapBytes());
        } finally {
            errors.stop();
        }
        assertThat(errors.list).as("errors in the log").isEmpty();
    }

    /** All errors logged by anybody. */
    private static ListAppender<ILoggingEvent> errors() {
        ThresholdFilter onlyErrors = new ThresholdFilter();
        onlyErrors.setLevel("ERROR");
        onlyErrors.start();
        ListAppender<ILoggingEvent> errors = new ListAppender<>();
        errors.addFilter(onlyErrors);
        errors.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(errors);
        return errors;
    }

    /** The resources of the process: threads, open files and sockets, and heap after a collection. */
    private record Held(long threads, long descriptors, long heapBytes) {
        static Held now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Held(entries("task"), entries("fd"), runtime.totalMemory() - runtime.freeMemory());
        }

        private static long entries(String what) {
            try (Stream<Path> entries = Files.list(Path.of("/proc/self", what))) {
                return entries.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void awaitAtMost(String what, long bound, MonotonicClock count) throws Exception {
        Await.until(() -> count.nanoTime() <= bound, TIMEOUT_SECONDS);
        assertThat(count.nanoTime()).as("%s that are left", what).isLessThanOrEqualTo(bound);
    }

    /** Watchers of every kind: some see the end, some are disconnected, some never read a byte. */
    private static void comeAndGo(Served served, int watchers, int tasks) throws Exception {
        List<String> ids = Stream.generate(served::create).limit(tasks).toList();
        for (int done = 0; done < watchers; done += AT_A_TIME) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                sockets.add(knock(served.port(), ids.get((done + i) % tasks), i % 4 == 0 ? "?start=false" : ""));
            }
            for (int i = 0; i < AT_A_TIME; i++) {
                leave(sockets.get(i), i % 3);
            }
        }
        for (String id : ids) {
            assertThat(served.send("DELETE", "/api/tasks/" + id, null).statusCode())
                    .isEqualTo(204);
        }
    }

    private static Socket knock(int port, String id, String query) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("""
                        GET /ws/tasks/%s%s HTTP/1.1\r
                        Host: 127.0.0.1\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        \r
                        """.formatted(id, query).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void leave(Socket socket, int manner) throws IOException {
        switch (manner) {
            case 0 -> socket.setSoLinger(true, 0); // a reset, whatever was received
            case 1 ->
                assertThat(socket.getInputStream().readNBytes(12)).asString().startsWith("HTTP/1.1 101");
            default -> {} // gone before the response
        }
        socket.close();
    }
}

package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import dev.mgx.testing.Soak;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Very many watchers at once. */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrowdTest {
    private static final int IDLE = Soak.of(1_000, 10_000);
    private static final int COME_BACK = Soak.of(300, 4_000);
    private static final int BESIDE_A_DEAF_ONE = 999;

    /** Heap bytes for a watcher that is up to date, without network buffers. */
    private static final long MAX_BYTES_EACH = 32 * 1024;

    private static final int MANY = 100;
    /** The start, result and end events, in addition to the many. */
    private static final int ALL = MANY + 3;

    @TempDir
    Path folder;

    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private Served served(int bytesOfAnEvent) throws InterruptedException {
        HttpLimits http = new HttpLimits(
                64 * 1024, 8 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
        WebSocketLimits patient = new WebSocketLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofMillis(Soak.of(500, 5_000)),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                64 * 1024);
        return new Served(
                folder,
                run -> {
                    run.step("much", String.class, step -> {
                        step.emit(Collections.nCopies(MANY, EventDraft.of(EventType.LOG, "z".repeat(bytesOfAnEvent))));
                        return "";
                    });
                    mayEnd.await();
                    return Served.done("Built");
                },
                new ServerOptions(
                        "127.0.0.1", 0, http, patient, IntakeLimits.DEFAULT, OriginPolicy.NONE, System::nanoTime));
    }

    private static void run(Served served, String id) throws Exception {
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", null).statusCode())
                .isEqualTo(202);
    }

    private static void awaitNobodyWatching(Served served) throws Exception {
        Await.until(() -> served.server().watchers() == 0 && served.streams().watchers() == 0);
    }

    @Test
    void thousandsThatAreIdleCostLittleAndAreToldAtOnceAndLeaveNothing() throws Exception {
        try (Served served = served(100)) {
            String id = served.create();
            served.get("/health").body();
            long heap = heapInUse();
            long descriptors = descriptors();
            Process crowd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Crowd.class.getName(),
                            Integer.toString(served.port()),
                            id,
                            Integer.toString(IDLE))
                    .redirectError(folder.resolve("crowd").toFile())
                    .start();
            try (BufferedReader output = crowd.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).as(wrong()).isEqualTo("connected");
                Await.until(() -> served.streams().watchers() >= IDLE);
                assertThat((heapInUse() - heap) / IDLE).as("bytes of heap each").isLessThan(MAX_BYTES_EACH);
                assertThat(output.readLine()).as(wrong()).isEqualTo("pinged");
                run(served, id);
                assertThat(output.readLine()).as(wrong()).isEqualTo("told");
                mayEnd.countDown();
                assertThat(output.readLine()).as(wrong()).isEqualTo("closed " + IDLE);
            } finally {
                crowd.destroyForcibly();
            }
            awaitNobodyWatching(served);
            Await.until(() -> descriptors() <= descriptors + 8);
        }
    }

    private String wrong() throws IOException {
        return Files.readString(folder.resolve("crowd"));
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void oneOfAThousandThatReadsNothingDelaysNoOther() throws Exception {
        mayEnd.countDown();
        try (Served served = served(4_000)) {
            String id = served.create();
            try (RawWatcher deaf = RawWatcher.connect(served, id, "?start=false");
                    Crowd crowd = Crowd.of(served.port(), id, Collections.nCopies(BESIDE_A_DEAF_ONE, 0))) {
                crowd.await("connected", CrowdMember::isConnected);
                run(served, id);
                crowd.await("closed", member -> member.closeCode() != 0);

                assertThat(crowd.members()).allMatch(CrowdMember::sawEverything);
                Await.until(() -> served.server().watchers() <= 1);
                assertThat(served.server().watchers())
                        .as("the deaf one is still waited for")
                        .isEqualTo(1);
                assertThat(deaf.awaitClose()).isEqualTo(1000);
            }
        }
    }

    @Test
    void everybodyWhoComesBackAtOnceAfterARestartGetsExactlyTheRest() throws Exception {
        List<Integer> anywhere =
                IntStream.range(0, COME_BACK).map(i -> i % (MANY + 1)).boxed().toList();
        String id;
        Crowd sentAway;
        try (Served served = served(100)) {
            id = served.create();
            run(served, id);
            sentAway = Crowd.of(served.port(), id, anywhere);
            sentAway.await("at the same place", member -> member.lastEvent() == MANY + 1);
        }
        List<Integer> positions = new ArrayList<>();
        try (sentAway) {
            sentAway.await("closed", member -> member.closeCode() != 0);
            assertThat(sentAway.members()).allMatch(member -> member.closeCode() == 1001 && member.isGapless());
            // Some have lost the end of what they had received.
            sentAway.members().forEach(member -> positions.add(member.lastEvent() - positions.size() % MANY));
        }
        mayEnd.countDown();
        try (Served again = served(100);
                Crowd crowd = Crowd.of(again.port(), id, positions)) {
            crowd.await("closed", member -> member.closeCode() != 0);
            assertThat(crowd.members()).allMatch(CrowdMember::sawEverything);
            assertThat(crowd.members().stream().map(CrowdMember::lastEvent).distinct())
                    .hasSize(1)
                    .allMatch(last -> last >= ALL);
            awaitNobodyWatching(again);
        }
    }

    @Test
    void twoAtTheSamePositionAtTheSameTimeBothGetExactlyTheRest() throws Exception {
        try (Served served = served(100)) {
            String id = served.create();
            run(served, id);
            List<Integer> twice =
                    IntStream.range(0, 2 * MANY).map(i -> i / 2).boxed().toList();
            try (Crowd crowd = Crowd.of(served.port(), id, twice)) {
                crowd.await("at the same place", member -> member.lastEvent() == MANY + 1);
                mayEnd.countDown();
                crowd.await("closed", member -> member.closeCode() != 0);
                assertThat(crowd.members()).allMatch(member -> member.sawEverything() && member.lastEvent() == ALL);
            }
        }
    }
}

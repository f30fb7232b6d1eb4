package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.Served;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import dev.mgx.testing.NetworkFault;
import dev.mgx.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watchers behind networks that delay, split, reset and drop data: each receives everything or is disconnected. */
@Tag("websocket")
@Timeout(60)
class UnreliableNetworkTest {
    private static final int MANY = 60;
    /** The run's own events: start, result and end. */
    private static final int EVENTS = MANY + 3;

    @TempDir
    Path folder;

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private Served served;
    private TcpProxy proxy;
    private String id;

    @BeforeEach
    void start() throws Exception {
        served = new Served(folder, run -> {
            run.step("much", String.class, step -> {
                step.emit(IntStream.range(0, MANY)
                        .mapToObj(i -> EventDraft.of(EventType.LOG, "z".repeat(2_000)))
                        .toList());
                mayEnd.await();
                return "";
            });
            return Served.done("Built");
        });
        proxy = new TcpProxy(served.port());
        id = served.create();
    }

    @AfterEach
    void stop() throws Exception {
        mayEnd.countDown();
        proxy.close();
        served.close();
    }

    private void seesAllOfIt(NetworkFault fault) throws Exception {
        proxy.toClient().set(fault);
        proxy.toServer().set(fault);
        mayEnd.countDown();
        TestWatcher watcher = TestWatcher.connect(proxy.port(), id, "");
        watcher.awaitClose();
        assertThat(watcher.eventIds())
                .isEqualTo(IntStream.rangeClosed(1, EVENTS).boxed().toList());
        assertThat(watcher.code()).isEqualTo(1000);
    }

    @Test
    void aNetworkThatDelaysCostsNothingButTime() throws Exception {
        seesAllOfIt(new NetworkFault.Latency(Duration.ofMillis(50)));
    }

    @Test
    void aNarrowNetworkCostsNothingButTime() throws Exception {
        seesAllOfIt(new NetworkFault.Bandwidth(150_000));
    }

    @Test
    void aNetworkThatTearsFramesToPiecesCostsNothing() throws Exception {
        seesAllOfIt(new NetworkFault.Slicer(5));
    }

    @Test
    void whoIsCutOffAgainAndAgainAndComesBackGetsExactlyTheRest() throws Exception {
        mayEnd.countDown();
        List<Integer> seen = new ArrayList<>();
        int cuts = 0;
        while (seen.size() < EVENTS) {
            proxy.toClient().set(new NetworkFault.Reset(20_000L + 1_000L * cuts++));
            TestWatcher watcher = TestWatcher.connect(proxy.port(), id, "?since_event_id=" + seen.size());
            watcher.awaitClose();
            seen.addAll(watcher.eventIds());
        }
        assertThat(cuts).isGreaterThan(3);
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, EVENTS).boxed().toList());
    }

    @Test
    void aWatcherWhoseNetworkSwallowsEverythingIsLetGoAndDelaysNobody() throws Exception {
        TestWatcher lost = TestWatcher.connect(proxy.port(), id, "");
        lost.await("event", MANY);
        proxy.toClient().set(new NetworkFault.BlackHole());
        proxy.toServer().set(new NetworkFault.BlackHole());
        TestWatcher other = TestWatcher.connect(served, id, "");
        other.await("event", MANY);

        Await.until(() -> served.server().watchers() <= 1 && served.streams().watchers() <= 1);

        mayEnd.countDown();
        other.awaitClose();
        assertThat(other.code()).isEqualTo(1000);
        lost.abort();
    }
}

package dev.mgx.faults.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.Health;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.testing.Await;
import dev.mgx.testing.NetworkFault;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TcpProxy;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL takes connections and data and says nothing: whoever waits for it waits until its own deadline. */
@Tag("stability")
@Timeout(60)
class SilentDatabaseTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final TcpProxy proxy = new TcpProxy(server.port());
    private StoreFixture store;

    @BeforeEach
    void open() {
        DatabaseUrl url = DatabaseUrl.parse(proxy.through(server.freshUrl()));
        store = new StoreFixture(folder, url, CommitProbe.NONE, Clock.systemUTC(), TIMEOUT);
    }

    @AfterEach
    void close() {
        store.close();
        proxy.close();
    }

    private void silence() {
        proxy.toServer().set(new NetworkFault.BlackHole());
        proxy.toClient().set(new NetworkFault.BlackHole());
    }

    private void speak() {
        proxy.toServer().set(new NetworkFault.None());
        proxy.toClient().set(new NetworkFault.None());
    }

    private static Duration took(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void healthAnswersInTwoSecondsHoweverManyAsk() throws Exception {
        assertThat(store.store().healthy()).isTrue();
        silence();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 3; round++) {
                List<Future<Health>> answers = new ArrayList<>();
                long began = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    answers.add(askers.submit(() -> store.store().health()));
                }
                for (Future<Health> answer : answers) {
                    assertThat(answer.get(20, TimeUnit.SECONDS).problem()).isNotNull();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            }
        }
        speak();
        Await.until(() -> store.store().healthy());
    }

    @Test
    void readersAndWritersAreToldWithinTheirTimeAndGoOnWhenItAnswersAgain() throws Exception {
        Fence fence = store.running();
        silence();
        Duration read =
                took(() -> assertThatThrownBy(() -> store.store().tasks().page(null, 1, 10))
                        .isInstanceOf(StoreUnavailable.class));
        assertThat(read).isLessThan(TIMEOUT.multipliedBy(2));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> store.store().tasks().find(fence.taskId())).isInstanceOf(StoreUnavailable.class);
        }
        Duration written = took(() -> assertThatThrownBy(store::create).hasMessageContaining("database"));
        assertThat(written).isLessThan(TIMEOUT.multipliedBy(3));
        speak();
        Await.until(() -> store.store().healthy());
        assertThat(store.store().tasks().find(fence.taskId())).isPresent();
        assertThat(store.log(fence, "kept"))
                .extracting(event -> event.eventId())
                .containsExactly(2L);
        store.check(fence.taskId());
    }

    @Test
    void closingTakesNoLongerThanItsWaitForACommit() throws Exception {
        Fence fence = store.running();
        silence();
        Thread writing = asking(() -> store.log(fence, "never answered"));
        Thread reading = asking(() -> store.store().tasks().find(fence.taskId()));
        Await.until(() -> writing.getState() == Thread.State.TIMED_WAITING);
        assertThat(took(store::close)).isLessThan(Duration.ofSeconds(10));
        writing.join();
        reading.join();
    }

    private static Thread asking(Runnable question) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> assertThatThrownBy(question::run)
                        .isInstanceOfAny(StoreUnavailable.class, OutcomeUnknown.class));
    }
}

package dev.mgx.faults.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.testing.Await;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TcpProxy;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of PostgreSQL that are of no more use are replaced, and where there is none to have one is waited for. */
@Tag("stability")
@Timeout(60)
class DatabaseSessionTest {
    private static final String ROLE = "session_role";

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final TcpProxy proxy = new TcpProxy(server.port());
    private final String url = server.freshUrl();

    @BeforeEach
    void makeRole() {
        server.execute(
                "DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$".formatted(ROLE));
        server.execute("ALTER SCHEMA %s OWNER TO %s".formatted(url.substring(url.indexOf("test_")), ROLE));
        role("CONNECTION LIMIT -1");
        role("RESET ALL");
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    private void role(String change) {
        server.execute("ALTER ROLE %s %s".formatted(ROLE, change));
    }

    private StoreFixture open(Duration timeout) {
        DatabaseUrl there = DatabaseUrl.parse(proxy.through(url).replace("postgres@", ROLE + "@"));
        return new StoreFixture(folder, there, CommitProbe.NONE, Clock.systemUTC(), timeout);
    }

    @Test
    void aSessionThatIsToldItIsReadOnlyIsReplacedAndReadersWithIt() throws Exception {
        try (StoreFixture store = open(Duration.ofSeconds(10))) {
            Fence fence = store.running();
            assertThat(store.store().tasks().find(fence.taskId())).isPresent();
            role("SET default_transaction_read_only = on");
            proxy.breakConnections(); // the next sessions get the role's settings
            Await.until(() -> !store.store().healthy());
            assertThat(store.store().health().problem()).contains("PostgreSQL is read-only");
            assertThatThrownBy(() -> store.log(fence, "lost"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("read-only");
            role("RESET default_transaction_read_only");
            assertThat(store.log(fence, "kept"))
                    .extracting(event -> event.eventId())
                    .containsExactly(2L);
            assertThat(store.store().healthy()).isTrue();
            store.check(fence.taskId());
        }
    }

    @Test
    void aSessionThatIsEndedByTheServerIsReplaced() throws Exception {
        try (StoreFixture store = open(Duration.ofSeconds(10))) {
            Fence fence = store.running();
            for (long next = 2; next < 5; next++) {
                server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '%s'"
                        .formatted(ROLE));
                assertThat(store.store().journal().last(fence.taskId())).isEqualTo(next - 1);
                Await.until(() -> logged(store, fence)); // one write may find out that the session is over
                assertThat(store.store().journal().last(fence.taskId())).isEqualTo(next);
            }
        }
    }

    private static boolean logged(StoreFixture store, Fence fence) {
        try {
            return store.log(fence, "kept").size() == 1;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void whoReadsWaitsForAConnectionWhileOthersHaveThemAll() throws Exception {
        try (StoreFixture store = open(Duration.ofSeconds(20))) {
            String id = store.create();
            leaveOneSession();
            FutureTask<Boolean> read =
                    new FutureTask<>(() -> store.store().tasks().find(id).isPresent());
            Thread reader = Thread.ofPlatform().start(read);
            Await.until(() -> reader.getState() == Thread.State.TIMED_WAITING);
            Await.until(() -> waitsForIdle());
            role("CONNECTION LIMIT 2");
            assertThat(read.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Leaves the writer its session, ends the readers' and allows no more. */
    private void leaveOneSession() {
        role("CONNECTION LIMIT 1");
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE usename = '%s' AND application_name = 'mgx-reader'".formatted(ROLE));
    }

    /** Whether a reader was refused a connection and waits for one. */
    private static boolean waitsForIdle() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("mgx-reader"))
                .anyMatch(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("awaitIdle")));
    }

    @Test
    void whoReadsAndGetsNoConnectionInTimeIsToldWhy() {
        try (StoreFixture store = open(Duration.ofSeconds(3))) {
            String id = store.create();
            leaveOneSession();
            assertThatThrownBy(() -> store.store().tasks().find(id))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageStartingWith("The database cannot be read: PostgreSQL has no connection to spare (");
        }
    }

    @Test
    void aWriteWaitsForAConnectionWhileOthersHaveThemAll() throws Exception {
        try (StoreFixture store = open(Duration.ofSeconds(20))) {
            Fence fence = store.running();
            role("CONNECTION LIMIT 0");
            server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '%s'"
                    .formatted(ROLE));
            assertThatThrownBy(() -> store.log(fence, "finds out")).isInstanceOf(StoreUnavailable.class);
            FutureTask<Integer> write =
                    new FutureTask<>(() -> store.log(fence, "kept").size());
            Thread writer = Thread.ofPlatform().start(write);
            Await.until(() -> writer.getState() == Thread.State.TIMED_WAITING);
            role("CONNECTION LIMIT -1");
            assertThat(write.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }
}

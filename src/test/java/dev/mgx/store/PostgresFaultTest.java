package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.task.Event;
import dev.mgx.task.RunRequest;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TcpProxy;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults between a store and its PostgreSQL server. */
@Timeout(60)
class PostgresFaultTest {
    /** Identifies the writing connection among the readers. */
    private static final String WRITER = "mgx-writer";

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final TcpProxy proxy = new TcpProxy(server.port());
    private final String url = server.freshUrl();
    private volatile TcpProxy.Loss atNextCommit = TcpProxy.Loss.NOTHING;

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    private StoreFixture open(String parameters) {
        return new StoreFixture(
                folder, DatabaseUrl.parse(proxy.through(url) + parameters), new Cutter(), Clock.systemUTC());
    }

    private StoreFixture open() {
        return open("");
    }

    /** Makes the proxy break the connection at the COMMIT. */
    private final class Cutter implements CommitProbe {
        @Override
        public void before(long commit) {
            proxy.breakAtNextRequest(WRITER, atNextCommit);
            atNextCommit = TcpProxy.Loss.NOTHING;
        }

        @Override
        public void after(long commit) {}
    }

    @Test
    void aCommitWhoseAnswerIsCutOffIsRecordedOnce() {
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            for (int i = 2; i < 12; i++) {
                atNextCommit = TcpProxy.Loss.ANSWER;
                assertThat(store.log(fence, "once")).extracting(Event::eventId).containsExactly((long) i);
            }
            store.check(fence.taskId());
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(11);
        }
    }

    @Test
    void aCommitThatIsCutOffLeavesNothingAndTheNextOneIsTaken() {
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            for (int i = 2; i < 12; i++) {
                atNextCommit = TcpProxy.Loss.REQUEST;
                assertThatThrownBy(() -> store.log(fence, "lost"))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageStartingWith("PostgreSQL cannot be reached (");
                assertThat(store.log(fence, "kept")).extracting(Event::eventId).containsExactly((long) i);
            }
            store.check(fence.taskId());
        }
    }

    @Test
    void aConnectionThatHangsIsGivenUpAndWhatItHeldAtTheServerIsFree() {
        try (StoreFixture store = open("&socketTimeout=1")) {
            Fence fence = store.running();
            proxy.hangConnections();
            // The server still considers the old connection alive, with its lock: it must be terminated.
            assertThatThrownBy(() -> store.log(fence, "lost")).isInstanceOf(StoreUnavailable.class);
            assertThat(store.log(fence, "kept")).extracting(Event::eventId).containsExactly(2L);
            store.check(fence.taskId());
        }
    }

    @Test
    void connectionsThatDiedUnusedAreNoFailure() {
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            store.check(fence.taskId());
            proxy.breakConnections();
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1);
            assertThat(store.store().healthy()).isTrue();
            proxy.breakConnections();
            assertThat(store.store().healthy()).isTrue();
            store.check(fence.taskId());
        }
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailableUntilItIsBack() {
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            proxy.refuse();
            assertThat(store.store().healthy()).isFalse();
            assertThatThrownBy(() -> store.log(fence, "lost")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> store.store().journal().last(fence.taskId()))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageStartingWith("The database cannot be read: PostgreSQL cannot be reached (");
            proxy.admit();
            assertThat(store.store().healthy()).isTrue();
            assertThat(store.log(fence, "kept")).extracting(Event::eventId).containsExactly(2L);
            store.check(fence.taskId());
        }
    }

    @Test
    void whoWasCutOffWritesNothingWhileAnotherHasTheDatabaseNorToWhatThatOneTookOver() {
        try (StoreFixture cutOff = open()) {
            Fence taken = cutOff.running();
            Fence left = cutOff.running();
            proxy.refuse();
            try (StoreFixture other = new StoreFixture(
                    folder.resolve("other"), DatabaseUrl.parse(url), CommitProbe.NONE, Clock.systemUTC())) {
                Claim claim = other.store().claims().takeOver(taken.taskId()).orElseThrow();
                proxy.admit();
                assertThatThrownBy(() -> cutOff.log(left, "finds out")).isInstanceOf(StoreUnavailable.class);
                assertThatThrownBy(() -> cutOff.log(left, "late"))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageStartingWith("Another MGX Engine uses the database");
                assertThat(cutOff.store().healthy()).isFalse();
                assertThat(other.log(claim.fence(), "goes on")).hasSize(1);
            }
            assertThatThrownBy(() -> cutOff.log(taken, "later")).isInstanceOf(StaleEpoch.class);
            assertThat(cutOff.log(left, "nobody took it over")).hasSize(1);
            cutOff.check(taken.taskId());
            cutOff.check(left.taskId());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpProxy.Loss.class,
            names = {"REQUEST", "ANSWER"})
    void whatBecameOfACommitIsFoundOutAlsoWhenTheServerWasCutDown(TcpProxy.Loss loss) throws Exception {
        try (PostgresServer own = PostgresServer.start();
                TcpProxy toIt = new TcpProxy(own.port())) {
            String there = toIt.through(own.freshUrl());
            CommitProbe cutter = new CommitProbe() {
                @Override
                public void before(long commit) {
                    toIt.breakAtNextRequest(WRITER, atNextCommit);
                }

                @Override
                public void after(long commit) {}
            };
            try (StoreFixture store = new StoreFixture(folder, DatabaseUrl.parse(there), cutter, Clock.systemUTC())) {
                Fence fence = store.running();
                atNextCommit = loss;
                toIt.refuseAfterBreak();
                Producer<List<Event>> unsure = Producer.start(() -> store.log(fence, "unsure"));
                toIt.awaitRefused();
                atNextCommit = TcpProxy.Loss.NOTHING;
                own.cutDown();
                own.startAgain();
                toIt.admit();
                boolean made = loss == TcpProxy.Loss.ANSWER;
                if (made) {
                    assertThat(unsure.result()).extracting(Event::eventId).containsExactly(2L);
                } else {
                    assertThat(unsure.failure()).isInstanceOf(StoreUnavailable.class);
                }
                assertThat(store.log(fence, "sure")).extracting(Event::eventId).containsExactly(made ? 3L : 2L);
                store.check(fence.taskId());
                store.succeed(fence);
                store.running(fence.taskId(), RunRequest.FRESH);
            }
        }
    }
}

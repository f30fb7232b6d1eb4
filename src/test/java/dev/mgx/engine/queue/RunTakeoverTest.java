package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.FailingDisk;
import dev.mgx.store.Claim;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.testing.StoreFixture;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A takeover is counted and recorded as an event in one transaction. */
@Timeout(30)
class RunTakeoverTest {
    private final FailingDisk disk = new FailingDisk();

    @TempDir
    Path folder;

    @Test
    void aTakeoverWhoseEventFailsIsNotCountedTwice() {
        try (StoreFixture store = new StoreFixture(folder, disk)) {
            Fence run = store.running();
            RunTakeover takeover = new RunTakeover(store.store(), (claim, end) -> {});
            disk.fail(1, 1); // the second commit, if a takeover were two
            Optional<Claim> claim = takeover.takeOver(run.taskId());
            assertThat(claim.map(Claim::takeovers)).contains(1);
            assertThat(claim.map(taken -> taken.state().attempt())).contains(2);
            store.check(run.taskId());
        }
    }

    @Test
    void aFailedTakeoverIsNotCounted() {
        try (StoreFixture store = new StoreFixture(folder, disk)) {
            Fence run = store.running();
            RunTakeover takeover = new RunTakeover(store.store(), (claim, end) -> {});
            disk.fail(0, 1);
            assertThatThrownBy(() -> takeover.takeOver(run.taskId())).isInstanceOf(StoreUnavailable.class);
            assertThat(takeover.takeOver(run.taskId()).map(Claim::takeovers)).contains(1);
        }
    }
}

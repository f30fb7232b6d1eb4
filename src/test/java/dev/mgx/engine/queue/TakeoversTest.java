package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.RefusingDisk;
import dev.mgx.store.Claim;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.testing.StoreFixture;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A takeover is counted and told of in one, or neither. */
@Timeout(30)
class TakeoversTest {
    private final RefusingDisk disk = new RefusingDisk();

    @TempDir
    Path folder;

    @Test
    void oneThatCouldNotBeToldOfIsNotCountedTwice() {
        try (StoreFixture store = new StoreFixture(folder, disk)) {
            Fence run = store.running();
            RunTakeover takeovers = new RunTakeover(store.store(), (claim, ending) -> {});
            disk.refuse(1, 1); // the second commit, if a takeover were two
            Optional<Claim> claim = takeovers.of(run.taskId());
            assertThat(claim.map(Claim::takeovers)).contains(1);
            assertThat(claim.map(taken -> taken.state().attempt())).contains(2);
            store.check(run.taskId());
        }
    }

    @Test
    void oneThatWasRefusedIsNotCounted() {
        try (StoreFixture store = new StoreFixture(folder, disk)) {
            Fence run = store.running();
            RunTakeover takeovers = new RunTakeover(store.store(), (claim, ending) -> {});
            disk.refuse(0, 1);
            assertThatThrownBy(() -> takeovers.of(run.taskId())).isInstanceOf(StoreUnavailable.class);
            assertThat(takeovers.of(run.taskId()).map(Claim::takeovers)).contains(1);
        }
    }
}

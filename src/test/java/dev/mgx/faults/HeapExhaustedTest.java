package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step exhausts the server's memory: its task fails with that reason, and no other does. */
@Tag("stability")
@Timeout(120)
class HeapExhaustedTest {
    @TempDir
    Path folder;

    @Test
    void theTaskFailsWithASentenceItsNeighbourSucceedsAndTheServerIsWell() throws Exception {
        Path data = folder.resolve("data");
        ChildJvm jvm = ChildJvm.of(HungryServer.class, folder.resolve("jvm"));
        try (ChildProcess child = jvm.start(folder.resolve("output"), data.toString())) {
            assertThat(child.await()).as(child.outputText()).isZero();
            assertThat(child.outputText()).contains("health healthy, runs left 0, threads left 0");
        }
        try (Store store =
                Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            assertThat(store.tasks().page(null, 1, 9).items()).hasSize(2).allSatisfy(task -> check(store, task));
        }
    }

    private static void check(Store store, Task task) {
        TaskState state = store.tasks().state(task.id()).orElseThrow();
        assertThat(Invariants.checkOver(store, task.id())).isNotEmpty();
        if (task.inputPrompt().equals(HungryServer.HUNGRY)) {
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).startsWith("The server ran out of memory in this run (Java heap space)");
        } else {
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }
}

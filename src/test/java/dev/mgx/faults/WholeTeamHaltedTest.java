package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.Invariants;
import dev.mgx.store.CommitProbe;
import dev.mgx.store.Store;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole team run, with model and sandbox, is ended at every journal write in turn: what another process
 * makes of it is what an undisturbed run makes.
 */
@Tag("stability")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WholeTeamHaltedTest {
    @TempDir
    Path folder;

    /** What must not depend on crashes. */
    private record Made(TaskStatus status, @Nullable Map<String, @Nullable Object> result, int calls, Map<String, String> files) {}

    @Test
    void theResultIsTheSameAndNothingIsPaidTwice() throws Exception {
        Made undisturbed = take(folder.resolve("undisturbed"));
        assertThat(undisturbed.status()).isEqualTo(TaskStatus.SUCCEEDED);
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> sides = new ArrayList<>();
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                sides.add(workers.submit(() -> haltEverywhere(moment, undisturbed)));
            }
            for (Future<Integer> side : sides) {
                assertThat(side.get()).as("writes at which it was halted").isGreaterThan(20);
            }
        }
    }

    private int haltEverywhere(HaltProbe.Moment moment, Made undisturbed) throws Exception {
        for (int commit = 1; ; commit++) {
            Path place = Files.createDirectories(folder.resolve(moment + "-" + commit));
            try (ChildProcess child = ChildProcess.start(
                    WholeServer.class,
                    place.resolve("output"),
                    place.resolve("data").toString(),
                    Integer.toString(commit),
                    moment.name())) {
                int exit = child.await();
                if (exit == 0) {
                    return commit - 1;
                }
                assertThat(exit).as(child.said()).isEqualTo(HaltProbe.EXIT_CODE);
            }
            assertThat(take(place.resolve("data"))).as("halted %s commit %d", moment, commit).isEqualTo(undisturbed);
        }
    }

    private static Made take(Path data) throws IOException, InterruptedException {
        String id = WholeServer.bringToItsEnd(data, CommitProbe.NONE);
        try (Store store = Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            Invariants.checkOver(store, id);
            TaskState state = store.tasks().state(id).orElseThrow();
            return new Made(
                    state.status(),
                    state.finalResult(),
                    state.usage().llmCalls(),
                    store.artifacts().manifest(id, state.run()));
        }
    }
}

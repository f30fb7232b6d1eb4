package dev.mgx.faults;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result of {@link WholeServer}'s only task, which must not depend on crashes. */
record Made(TaskStatus status, @Nullable Map<String, @Nullable Object> result, int calls, Map<String, String> files) {

    /** Runs the task in a data folder to its end, in this process, and reads the result. */
    static Made taking(Path data) throws IOException, InterruptedException {
        WholeServer.bringToItsEnd(data, CommitProbe.NONE);
        return read(data);
    }

    /** Reads the result of a finished task and checks its whole journal. */
    static Made read(Path data) {
        try (Store store =
                Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            String id = store.tasks().page(null, 1, 2).items().getFirst().id();
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

package dev.mgx.faults;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Workflow;
import dev.mgx.store.Store;
import dev.mgx.store.source.SourceFile;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * A process with a store and an engine that runs one task of the {@link SmallTeam} to its end, to be halted at a commit
 * (0: never). Arguments: {@code FOLDER LEDGER COMMIT MOMENT}.
 */
final class SmallServer {
    private static final String REQUIREMENT = "Build a command line todo list with add, list and done";

    private SmallServer() {}

    public static void main(String[] args) throws InterruptedException {
        CommitProbe probe = new HaltProbe(Long.parseLong(args[2]), HaltProbe.Moment.valueOf(args[3]));
        bringToItsEnd(Path.of(args[0]), new SmallTeam(Path.of(args[1])), probe);
    }

    /** Returns the ID of the only task, which is over; creates it if necessary. */
    static String bringToItsEnd(Path folder, Workflow team, CommitProbe probe) throws InterruptedException {
        return bringToItsEnd(folder, team, REQUIREMENT, TaskOptions.DEFAULT, probe);
    }

    static String bringToItsEnd(Path folder, Workflow team, String requirement, TaskOptions options, CommitProbe probe)
            throws InterruptedException {
        return bringToItsEnd(folder, team, requirement, options, Map.of(), probe);
    }

    /** @param source the project that the task changes, texts by path; empty for none */
    static String bringToItsEnd(
            Path folder,
            Workflow team,
            String requirement,
            TaskOptions options,
            Map<String, String> source,
            CommitProbe probe)
            throws InterruptedException {
        try (Store store =
                Store.open(folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), probe)) {
            CountDownLatch over = FirstEnd.of(store);
            try (Engine engine = Engine.start(
                    store, team, EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.RESUME)) {
                String id = onlyTask(store, requirement, options);
                if (store.tasks().find(id).orElseThrow().status() == TaskStatus.PENDING) {
                    send(store, id, source);
                    engine.run(id, RunRequest.FRESH);
                }
                if (!store.journal().head(id).orElseThrow().over()) {
                    over.await();
                }
                return id;
            }
        }
    }

    private static void send(Store store, String id, Map<String, String> source) {
        if (!source.isEmpty() && store.sources().find(id).isEmpty()) {
            store.sources()
                    .replace(
                            id,
                            null,
                            List.of(),
                            source.entrySet().stream()
                                    .map(file -> new SourceFile.Text(
                                            file.getKey(),
                                            file.getValue(),
                                            file.getValue().length()))
                                    .iterator());
        }
    }

    private static String onlyTask(Store store, String requirement, TaskOptions options) {
        var tasks = store.tasks().page(null, 1, 2).items();
        return tasks.isEmpty()
                ? store.tasks().create(null, requirement, options).id()
                : tasks.getFirst().id();
    }
}

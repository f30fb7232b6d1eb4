package dev.mgx.bench;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Very many tasks, queued and run with a workflow that does nothing. One round; it takes a while. */
final class ManyTasks implements Measure {
    private static final int TASKS = 10_000;
    private static final int COMMITS_EACH = 4; // created, queued, taken, ended
    private static final int TASKS_OF_ROWS = TASKS / 10; // a rate needs no more
    private static final int DEADLINE_SECONDS = 240;
    private static final Metric RATE = new Metric("rate", "tasks/s", true);
    private static final Metric HEAP = new Metric("heap at most", "MiB", false);
    private static final EngineLimits LIMITS =
            new EngineLimits(8, TASKS, Duration.ofSeconds(600), Duration.ofSeconds(5), Duration.ofSeconds(20));

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public String title() {
        return "10,000 tasks queued and run with a workflow that does nothing (one round)";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(HEAP, 1_024));
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public Field open() {
        return new Field(
                List.of(
                        Contender.ours(ManyTasks::ours),
                        new Contender("as many commits of a row, one by one, by bare SQLite", ManyTasks::rows)),
                () -> {});
    }

    private static Map<Metric, Double> ours() throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        Nothing nothing = new Nothing(new CountDownLatch(TASKS));
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long begun = System.nanoTime();
        try (Store store = Store.open(
                        folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
                Engine engine =
                        Engine.start(store, nothing, LIMITS, Clock.systemUTC(), System::nanoTime, Recovery.LEAVE)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                String id = store.tasks()
                        .create(null, "nothing", TaskOptions.DEFAULT)
                        .id();
                engine.run(id, RunRequest.FRESH);
                ids.add(id);
            }
            if (!nothing.left().await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "%d tasks have not run".formatted(nothing.left().getCount()));
            }
            for (String id : ids) {
                awaitSucceeded(store, id);
            }
            Map<Metric, Double> figures = new LinkedHashMap<>();
            figures.put(RATE, TASKS * 1e9 / (System.nanoTime() - begun));
            figures.put(
                    HEAP,
                    heap().stream()
                                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                                    .sum()
                            / 1048576.0);
            return figures;
        } finally {
            delete(folder);
        }
    }

    private record Nothing(CountDownLatch left) implements Workflow {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of("simulated", true);
        }

        @Override
        public WorkflowResult run(Run run) {
            left.countDown();
            return new WorkflowResult.Succeeded("done", Map.of("summary", "done"));
        }
    }

    private static void awaitSucceeded(Store store, String id) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        TaskState state = store.tasks().state(id).orElseThrow();
        while (!state.status().terminal() && System.nanoTime() < end) {
            Thread.onSpinWait();
            state = store.tasks().state(id).orElseThrow();
        }
        if (state.status() != TaskStatus.SUCCEEDED) {
            throw new IllegalStateException("task %s is %s".formatted(id, state.status()));
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static Map<Metric, Double> rows() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("mgx-bench");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rows.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE change (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
            long begun = System.nanoTime();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO change (body) VALUES (?)")) {
                for (int i = 0; i < TASKS_OF_ROWS * COMMITS_EACH; i++) {
                    insert.setString(1, "x".repeat(400));
                    insert.executeUpdate(); // and commits
                }
            }
            return Map.of(RATE, TASKS_OF_ROWS * 1e9 / (System.nanoTime() - begun));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
    }
}

package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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

    /**
     * A process with a server and two tasks, one of which exhausts the memory while the other is running. Prints the
     * server's health when both are over, and exits when no run thread is left. Argument: {@code FOLDER}.
     */
    static final class HungryServer {
        /** The task that exhausts the memory; any other is its neighbour. */
        static final String HUNGRY = "hungry";

        private static final int BITE_BYTES = 4 << 20;

        private HungryServer() {}

        /** A step that allocates memory, and one that works before, during and after that. */
        private record Table(CountDownLatch seated, CountDownLatch eaten) implements Workflow {
            @Override
            public Map<String, @Nullable Object> startDetails(Task task) {
                return Map.of("simulated", true);
            }

            @Override
            public WorkflowResult run(Run run) throws InterruptedException {
                if (run.task().inputPrompt().equals(HUNGRY)) {
                    seated.await();
                    try {
                        return done(
                                run.step("eat", Integer.class, step -> eat()).toString());
                    } finally {
                        eaten.countDown();
                    }
                }
                int steps = 0;
                for (int more = 5; more > 0; steps++) {
                    run.step("step-" + steps, String.class, step -> {
                        step.emit(EventDraft.of(EventType.LOG, "at work"));
                        return "";
                    });
                    seated.countDown();
                    if (eaten.getCount() == 0) {
                        more--;
                    }
                }
                return done("all " + steps);
            }

            private static int eat() {
                List<byte[]> eaten = new ArrayList<>();
                while (eaten.size() < 100_000) {
                    eaten.add(new byte[BITE_BYTES]);
                }
                return eaten.size();
            }

            private static WorkflowResult done(String summary) {
                return new WorkflowResult.Succeeded(summary, Map.of("summary", summary));
            }
        }

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) throws Exception {
            Clock clock = Clock.systemUTC();
            Table table = new Table(new CountDownLatch(1), new CountDownLatch(1));
            try (Store store = Store.open(
                            Path.of(args[0]), clock, () -> UUID.randomUUID().toString(), CommitProbe.NONE);
                    Streams streams = new Streams(store, Duration.ofSeconds(1));
                    Engine engine =
                            Engine.start(store, table, EngineLimits.DEFAULT, clock, System::nanoTime, Recovery.RESUME);
                    WebServer server = WebServer.start(ServerOptions.on("127.0.0.1", 0), store, engine, streams);
                    HttpClient http = HttpClient.newHttpClient()) {
                for (String requirement : List.of(HUNGRY, "neighbour")) {
                    engine.run(
                            store.tasks()
                                    .create(null, requirement, TaskOptions.DEFAULT)
                                    .id(),
                            RunRequest.FRESH);
                }
                table.eaten().await();
                List<Thread> working = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("mgx-run-"))
                        .toList();
                for (Thread thread : working) {
                    thread.join(20_000);
                }
                HttpRequest health = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d/health".formatted(server.port())))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                String response =
                        http.send(health, HttpResponse.BodyHandlers.ofString()).body();
                System.out.printf(
                        "health %s, runs left %d, threads left %d%n",
                        Json.readTree(response).path("status").asString(),
                        engine.running(),
                        working.stream().filter(Thread::isAlive).count());
            }
        }
    }
}

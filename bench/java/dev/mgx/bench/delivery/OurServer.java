package dev.mgx.bench.delivery;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The whole server on loopback, in this process, with running tasks whose events the benchmark itself appends. */
public final class OurServer implements AutoCloseable {
    private static final String FILLING = "x".repeat(400);

    private final Path folder = Files.createTempDirectory("mgx-bench");
    private final Store store;
    private final Streams streams;
    private final Engine engine;
    private final WebServer server;
    private final Deque<Fence> unused = new ArrayDeque<>();

    /** @param tasks how many tasks run; each is used once */
    private OurServer(int tasks, CommitProbe probe, JournalListener listener) throws IOException, InterruptedException {
        store = Store.open(folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), probe);
        store.journal().listen(listener);
        for (int i = 0; i < tasks; i++) {
            String id = store.tasks().create(null, "bench", TaskOptions.DEFAULT).id();
            store.queue().enqueue(id, RunRequest.FRESH, tasks);
            unused.add(store.claims()
                    .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "start")))
                    .orElseThrow()
                    .fence());
        }
        streams = new Streams(store, Duration.ofSeconds(1));
        engine = Engine.start(
                store, new Nothing(), EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.LEAVE);
        server = WebServer.start(options(), store, engine, streams);
    }

    /** Starts one with this many running tasks, of which each is taken once. */
    public static OurServer start(int tasks) throws IOException, InterruptedException {
        CommitClock unread = new CommitClock();
        return new OurServer(tasks, unread, unread);
    }

    /** The same with somebody who is told of every commit before the watchers are. */
    static <T extends CommitProbe & JournalListener> OurServer start(int tasks, T first)
            throws IOException, InterruptedException {
        return new OurServer(tasks, first, first);
    }

    /** Its tasks run without it. */
    private record Nothing() implements Workflow {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of();
        }

        @Override
        public WorkflowResult run(Run run) {
            return new WorkflowResult.Succeeded("done", Map.of("summary", "done"));
        }
    }

    private static ServerOptions options() {
        IntakeLimits usual = IntakeLimits.DEFAULT;
        return ServerOptions.on("127.0.0.1", 0)
                .with(new IntakeLimits(
                        20_000, usual.maxHeldBytes(), usual.heavyRequests(), usual.heavyWait(), usual.heavyTime()));
    }

    public int port() {
        return server.port();
    }

    /** The file of its database. */
    public Path database() {
        return folder.resolve("mgx.db");
    }

    public Store store() {
        return store;
    }

    /** Running tasks that nobody has appended to. */
    List<Fence> take(int tasks) {
        List<Fence> taken = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            taken.add(unused.remove());
        }
        return taken;
    }

    /** Where a task's events after the event {@code since} are watched. */
    static String path(Fence task, long since) {
        return "/ws/tasks/" + task.taskId() + "?version=2&start=false&since_event_id=" + since;
    }

    /** The number of a task's last event. */
    long last(Fence task) {
        return store.journal().last(task.taskId());
    }

    /** Appends to all tasks in turn, by several producers, until each has got this many events. */
    void appendTo(List<Fence> tasks, int eventsEach, int commit, int producers) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            int first = i;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int sent = 0; sent < eventsEach; sent += commit) {
                    for (int task = first; task < tasks.size(); task += producers) {
                        append(tasks.get(task), commit);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Appends events of some 400 bytes in one commit. */
    void append(Fence task, int events) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            drafts.add(EventDraft.of(EventType.LOG, FILLING.substring(0, 160)));
        }
        store.journal().append(task, new AppendRequest(drafts, List.of(), 0));
    }

    /** The checksum of a task's later events as frames. */
    long sum(Fence task, long since) {
        CRC32C sum = new CRC32C();
        messages(task, since).forEach(message -> sum.update(ServerFrames.frame(message)));
        return sum.getValue();
    }

    /** A task's later events as messages. */
    List<byte[]> messages(Fence task, long since) {
        return store.journal().after(task.taskId(), since, Integer.MAX_VALUE).stream()
                .map(event -> ServerFrames.eventMessage(event.json()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        engine.close();
        streams.close();
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
    }
}

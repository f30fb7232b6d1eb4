package dev.mgx.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Claim;
import dev.mgx.store.EndRecord;
import dev.mgx.store.Enqueued;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store on a folder, with shortcuts for tests. */
public final class StoreFixture implements AutoCloseable {
    private final Store store;

    public StoreFixture(Path folder) {
        this(folder, CommitProbe.NONE);
    }

    public StoreFixture(Path folder, CommitProbe probe) {
        this(folder, probe, Clock.systemUTC());
    }

    public StoreFixture(Path folder, CommitProbe probe, Clock clock) {
        this(folder, DatabaseUrl.OF_DATA_FOLDER, probe, clock);
    }

    public StoreFixture(Path folder, DatabaseUrl url, CommitProbe probe, Clock clock) {
        this(folder, url, probe, clock, Store.DEFAULT_TIMEOUT);
    }

    public StoreFixture(Path folder, DatabaseUrl url, CommitProbe probe, Clock clock, Duration timeout) {
        AtomicInteger ids = new AtomicInteger();
        store = Store.open(
                folder,
                url,
                clock,
                () -> "%s-%04d".formatted(folder.getFileName(), ids.incrementAndGet()),
                probe,
                timeout);
    }

    public Store store() {
        return store;
    }

    public String create() {
        return store.tasks()
                .create(null, "Build a todo app", TaskOptions.DEFAULT)
                .id();
    }

    public void enqueue(String taskId, RunRequest request) {
        assertThat(store.queue().enqueue(taskId, request, 1_000)).isInstanceOf(Enqueued.Queued.class);
    }

    /** Claims the oldest queued task. */
    public Claim claim() {
        return store.claims()
                .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started")))
                .orElseThrow();
    }

    /** Starts a run of the task, with TASK_START recorded. */
    public Claim running(String taskId, RunRequest request) {
        enqueue(taskId, request);
        Claim claim = claim();
        assertThat(claim.task().id()).isEqualTo(taskId);
        return claim;
    }

    public Fence running(String taskId) {
        return running(taskId, RunRequest.FRESH).fence();
    }

    public Fence running() {
        return running(create());
    }

    public List<Event> log(Fence fence, String message) {
        return append(fence, EventDraft.of(EventType.LOG, message));
    }

    public List<Event> append(Fence fence, EventDraft... drafts) {
        return store.journal().append(fence, new AppendRequest(List.of(drafts), List.of(), 0));
    }

    public void change(Fence fence, Change... changes) {
        store.journal().append(fence, new AppendRequest(List.of(), List.of(changes), 0));
    }

    public void succeed(Fence fence) {
        store.claims()
                .end(
                        fence,
                        new EndRecord(
                                List.of(
                                        EventDraft.of(EventType.RESULT, "It works"),
                                        EventDraft.of(EventType.TASK_COMPLETE, "Done")),
                                0,
                                null,
                                false));
    }

    public void fail(Fence fence) {
        store.claims()
                .end(
                        fence,
                        new EndRecord(
                                List.of(
                                        EventDraft.of(EventType.ERROR, "It broke"),
                                        EventDraft.of(EventType.TASK_ERROR, "It broke")),
                                0,
                                null,
                                false));
    }

    public void check(String taskId) {
        assertThat(Invariants.check(store, taskId)).isNotNull();
    }

    @Override
    public void close() {
        store.close();
    }
}

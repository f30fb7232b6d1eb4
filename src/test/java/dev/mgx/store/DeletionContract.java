package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.store.sql.database.Sqlite;
import dev.mgx.store.task.Page;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Await;
import dev.mgx.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deleting a large task: invisible at once, its rows removed in batches. */
@Timeout(40)
abstract class DeletionContract extends DatabaseFixture {
    private static final List<String> TABLES = List.of(
            "event", "step", "artifact_version", "manifest", "binary_file", "binary_content", "source", "inbox");
    private static final int EVENTS = 3_000;

    private final CommitGate gate = new CommitGate();

    DeletionContract(TestDatabase database) {
        super(database);
    }

    private Database database() {
        return switch (url) {
            case DatabaseUrl.OfDataFolder inIt -> new Sqlite(folder.resolve("mgx.db"));
            case PostgresUrl postgres -> new Postgres(postgres);
        };
    }

    private static Fence running(StoreParts store) {
        String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
        assertThat(store.queue().enqueue(id, RunRequest.FRESH, 9)).isInstanceOf(Enqueued.Queued.class);
        return store.claims()
                .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started")))
                .orElseThrow()
                .fence();
    }

    private static List<Event> log(StoreParts store, Fence fence, int events) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            drafts.add(EventDraft.of(EventType.LOG, "Line " + i));
        }
        return store.journal().append(fence, new AppendRequest(drafts, List.of(), 0));
    }

    private static Fence large(StoreParts store) {
        Fence fence = running(store);
        log(store, fence, EVENTS);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            changes.add(new Change.StepBegun(1, "step-" + i));
            changes.add(new Change.FileSaved(1, "a" + i, new ArtifactDraft("F" + i, "x", AgentRole.ENGINEER)));
            changes.add(new Change.BinarySaved(1, "B" + i, new byte[] {(byte) i, 0}));
            changes.add(new Change.MessageSent("messages", Map.of("content", "x")));
        }
        store.journal().append(fence, new AppendRequest(List.of(), changes, 0));
        return fence;
    }

    private long rowsOf(String taskId) throws SQLException {
        long rows = 0;
        try (TamperedRows counted = TamperedRows.of(folder, url)) {
            for (String table : TABLES) {
                rows += counted.count(table, taskId);
            }
            return rows + counted.count("deleted_task", taskId);
        }
    }

    private static void assertGone(StoreParts store, String id) {
        assertThat(store.tasks().find(id)).isEmpty();
        assertThat(store.journal().head(id)).isEmpty();
        assertThat(store.journal().after(id, 0, 9)).isEmpty();
        assertThat(store.journal().after(id, 0, 9, 1_000, Set.of())).isEmpty();
        assertThat(store.journal().page(id, EVENTS, Set.of(), 0, 9)).isEqualTo(new Page<>(List.of(), 0));
        assertThat(new Steps(store.readers()).find(id, 1, "step-1")).isEmpty();
        Artifacts artifacts = new Artifacts(store.readers());
        assertThat(artifacts.files(id)).isEmpty();
        assertThat(artifacts.binaries(id, 1)).isEmpty();
        assertThat(artifacts.versions(id, "F1")).isEmpty();
        assertThat(artifacts.content(id, "F1", OptionalInt.empty())).isEmpty();
        assertThat(artifacts.manifest(id, 1)).isEmpty();
        assertThat(new Inbox(store.readers(), store.journal()).on(id, "messages"))
                .isEmpty();
    }

    /** Makes the first batch of a deletion wait at the gate. */
    private void holdFirstPiece(StoreParts store) {
        store.journal().listen(new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {}

            @Override
            public void deleted(String taskId) {
                gate.shut();
            }
        });
    }

    @Test
    void otherWritesGetThroughBetweenThePiecesAndNothingIsLeftInTheEnd() throws Exception {
        try (StoreParts store = StoreParts.open(database(), gate)) {
            String id = large(store).taskId();
            Fence other = running(store);
            holdFirstPiece(store);
            assertThat(store.claims().delete(id)).isTrue();
            gate.awaitArrival();
            assertGone(store, id);

            for (int i = 0; i < 2; i++) {
                Producer<List<Event>> write = Producer.start(() -> log(store, other, 1));
                CommitGate.awaitHandedIn(List.of(write.thread()));
                gate.shut();
                gate.open();
                gate.awaitArrival(); // with the write in this commit
                gate.shut();
                gate.open();
                assertThat(write.result()).hasSize(1);
                gate.awaitArrival();
                assertThat(rowsOf(id)).as("after commit %d", i).isPositive();
                assertGone(store, id);
            }
            gate.open();
            assertThat(store.claims().delete(id)).isFalse();
            Await.until(() -> rowsOf(id) == 0);
            assertThat(store.journal().last(other.taskId())).isEqualTo(3);
        }
    }

    @Test
    void whatAProcessThatEndsBetweenThePiecesLeavesIsRemovedAfterTheNextStart() throws Exception {
        String id;
        AtomicBoolean dead = new AtomicBoolean();
        CommitProbe power = new CommitProbe() {
            @Override
            public void before(long commit) {
                gate.before(commit);
                if (dead.get()) {
                    throw new IllegalStateException("the power is gone");
                }
            }

            @Override
            public void after(long commit) {}
        };
        try (StoreParts store = StoreParts.open(database(), power)) {
            id = large(store).taskId();
            holdFirstPiece(store);
            assertThat(store.claims().delete(id)).isTrue();
            gate.awaitArrival();
            gate.shut();
            gate.open();
            gate.awaitArrival(); // the first batch is removed, the second is not
            dead.set(true);
            gate.open();
        }
        assertThat(rowsOf(id)).isBetween(100L, EVENTS + 900L);
        try (StoreParts store = StoreParts.open(database())) {
            assertGone(store, id);
            Await.until(() -> rowsOf(id) == 0);
        }
    }

    @Test
    void noNewTaskHasWhatADeletedOneLeft() throws Exception {
        try (StoreParts store = StoreParts.open(database(), gate)) {
            String id = large(store).taskId();
            holdFirstPiece(store);
            assertThat(store.claims().delete(id)).isTrue();
            gate.awaitArrival();
            Tasks same =
                    new Tasks(store.writer(), store.readers(), database().taskIndex(), Clock.systemUTC(), () -> id);
            Producer<?> early = Producer.start(() -> same.create(null, "x", TaskOptions.DEFAULT));
            CommitGate.awaitHandedIn(List.of(early.thread()));
            gate.open();
            assertThat(early.failure()).hasMessageContaining("A deleted task had the ID");
            Await.until(() -> rowsOf(id) == 0);
            assertThat(same.create(null, "x", TaskOptions.DEFAULT).id()).isEqualTo(id);
            assertThat(store.journal().after(id, 0, 9)).isEmpty();
            assertThatThrownBy(() -> log(store, new Fence(id, 1), 1)).isInstanceOf(StaleEpoch.class);
        }
    }
}

package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.WriteRefused;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.store.sql.database.Sqlite;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults at a commit, on the way to the database, and in listeners. */
@Timeout(40)
abstract class FaultsContract extends DatabaseFixture {
    FaultsContract(TestDatabase database) {
        super(database);
    }

    /** Throws once, at the chosen point. */
    private static final class Fault implements CommitProbe {
        private volatile @Nullable RuntimeException before;
        private volatile @Nullable RuntimeException after;

        @Override
        public void before(long commit) {
            RuntimeException fault = before;
            before = null;
            if (fault != null) {
                throw fault;
            }
        }

        @Override
        public void after(long commit) {
            RuntimeException fault = after;
            after = null;
            if (fault != null) {
                throw fault;
            }
        }
    }

    @Test
    void aCommitThatFailsLeavesNothingAndTheWriterGoesOn() {
        Fault fault = new Fault();
        try (StoreFixture store = open(fault)) {
            Fence fence = store.running();
            fault.before = new IllegalStateException("the power is gone");
            assertThatThrownBy(() -> store.log(fence, "lost"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("the power is gone");
            assertThat(store.store().journal().after(fence.taskId(), 1, 10)).isEmpty();
            assertThat(store.store().healthy())
                    .as("it is tried again, not remembered")
                    .isTrue();

            assertThat(store.log(fence, "kept").getFirst().eventId()).isEqualTo(2);
            store.check(fence.taskId());
        }
    }

    @Test
    void whoIsToldOfACommitCannotUndoItNorKeepOthersFromBeingTold() {
        Fault fault = new Fault();
        try (StoreFixture store = open(fault)) {
            Fence fence = store.running();
            store.store().journal().listen(new JournalListener() {
                @Override
                public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                    throw new IllegalStateException("this is in the log and is meant to be");
                }

                @Override
                public void deleted(String taskId) {}
            });
            Heard heard = new Heard();
            store.store().journal().listen(heard);
            fault.after = new IllegalStateException("expected in the log");
            assertThat(store.log(fence, "kept")).hasSize(1);
            assertThat(store.log(fence, "kept, too")).hasSize(1);
            assertThat(heard.events).hasValue(2);
        }
    }

    private Database database() {
        return switch (url) {
            case DatabaseUrl.OfDataFolder inIt -> new Sqlite(folder.resolve("flaky.db"));
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

    private static List<Event> log(StoreParts store, Fence fence) {
        return store.journal()
                .append(fence, new AppendRequest(List.of(EventDraft.of(EventType.LOG, "x")), List.of(), 0));
    }

    @Test
    void aCommitWhoseAnswerIsLostIsRecordedOnceAndToldOf() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (StoreParts store = StoreParts.open(database)) {
            Fence fence = running(store);
            Heard heard = new Heard();
            store.journal().listen(heard);
            database.breakNextCommit(FlakyDatabase.Break.AFTER, false);
            assertThat(log(store, fence)).extracting(Event::eventId).containsExactly(2L);
            assertThat(log(store, fence)).extracting(Event::eventId).containsExactly(3L);
            assertThat(store.journal().after(fence.taskId(), 0, 10)).hasSize(3);
            assertThat(heard.events).hasValue(2);
        }
    }

    @Test
    void aWriteForWhichThereWasNoMemoryLeavesNothingAndMayBeTriedAgain() throws Exception {
        try (StoreParts store = StoreParts.open(new FlakyDatabase(database()))) {
            Fence fence = running(store);
            assertThatThrownBy(() -> store.writer()
                            .write(
                                    tx -> {
                                        throw new OutOfMemoryError("Java heap space");
                                    },
                                    WriteTimeouts.LIMITED))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("Java heap space");
            assertThat(log(store, fence)).extracting(Event::eventId).containsExactly(2L);
        }
    }

    @Test
    void aCommitThatDidNotArriveLeavesNothing() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (StoreParts store = StoreParts.open(database)) {
            Fence fence = running(store);
            Heard heard = new Heard();
            store.journal().listen(heard);
            database.breakNextCommit(FlakyDatabase.Break.BEFORE, false);
            assertThatThrownBy(() -> log(store, fence))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("the connection is broken");
            assertThat(store.journal().last(fence.taskId())).isEqualTo(1);
            assertThat(heard.events).hasValue(0);
            assertThat(log(store, fence)).extracting(Event::eventId).containsExactly(2L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FlakyDatabase.Break.class,
            names = {"BEFORE", "AFTER"})
    void whileNobodyKnowsWhatBecameOfACommitOthersAreRefusedAndItsProducerWaits(FlakyDatabase.Break where)
            throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (StoreParts store = StoreParts.open(database)) {
            Fence fence = running(store);
            database.breakNextCommit(where, true);
            Producer<List<Event>> unsure = Producer.start(() -> log(store, fence));
            database.awaitAway();
            assertThatThrownBy(() -> log(store, fence)).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> store.writer().requireHealthy(tx -> true, Duration.ofSeconds(4)))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(unsure.thread().isAlive()).isTrue();
            database.comeBack();
            boolean made = where == FlakyDatabase.Break.AFTER;
            if (made) {
                assertThat(unsure.result()).extracting(Event::eventId).containsExactly(2L);
            } else {
                assertThat(unsure.failure()).isInstanceOf(StoreUnavailable.class);
            }
            assertThat(log(store, fence)).extracting(Event::eventId).containsExactly(made ? 3L : 2L);
        }
    }

    @Test
    void closingWhileNobodyKnowsSaysSo() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        Producer<List<Event>> unsure;
        try (StoreParts store = StoreParts.open(database)) {
            Fence fence = running(store);
            database.breakNextCommit(FlakyDatabase.Break.AFTER, true);
            unsure = Producer.start(() -> log(store, fence));
            database.awaitAway();
        }
        assertThat(unsure.failure()).isInstanceOf(OutcomeUnknown.class).hasMessageContaining("not known");
    }

    @Test
    void aTextWithNulIsRefusedAloneAndFoundNowhere() {
        try (StoreFixture store = open()) {
            Tasks tasks = store.store().tasks();
            assertThatThrownBy(() -> tasks.create("a\u0000b", "x", TaskOptions.DEFAULT))
                    .isInstanceOf(WriteRefused.class)
                    .hasMessageContaining("NUL");
            assertThat(tasks.page(null, 1, 9).total()).isZero();
            store.check(store.running().taskId());
        }
    }
}

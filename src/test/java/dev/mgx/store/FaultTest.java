package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.StoreFixture;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at the disk, in other processes and in those who listen. */
@Timeout(40)
class FaultTest {
    @TempDir
    Path folder;

    /** Throws once, where it is told to. */
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
        try (StoreFixture store = new StoreFixture(folder, fault)) {
            Fence fence = store.running();
            fault.before = new IllegalStateException("the power is gone");
            assertThatThrownBy(() -> store.log(fence, "lost"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("the power is gone");
            assertThat(store.store().healthy()).isFalse();
            assertThat(store.store().journal().after(fence.taskId(), 1, 10)).isEmpty();

            assertThat(store.log(fence, "kept").getFirst().eventId()).isEqualTo(2);
            assertThat(store.store().healthy()).isTrue();
            store.check(fence.taskId());
        }
    }

    @Test
    void whoIsToldOfACommitCannotUndoItNorKeepOthersFromBeingTold() {
        Fault fault = new Fault();
        AtomicInteger told = new AtomicInteger();
        try (StoreFixture store = new StoreFixture(folder, fault)) {
            Fence fence = store.running();
            store.store().journal().listen(new JournalListener() {
                @Override
                public void changed(String taskId, List<EncodedEvent> events, Standing standing) {
                    throw new IllegalStateException("this is in the log and is meant to be");
                }

                @Override
                public void deleted(String taskId) {}
            });
            store.store().journal().listen(new JournalListener() {
                @Override
                public void changed(String taskId, List<EncodedEvent> events, Standing standing) {
                    told.addAndGet(events.size());
                }

                @Override
                public void deleted(String taskId) {}
            });
            fault.after = new IllegalStateException("this is in the log and is meant to be");
            assertThat(store.log(fence, "kept")).hasSize(1);
            assertThat(store.log(fence, "kept, too")).hasSize(1);
            assertThat(told).hasValue(2);
        }
    }

    /** The parts of a store, put together by hand: its writing connection may be given a small disk. */
    private record Parts(AtomicLong pages, Writer writer, Readers readers, Journal journal, Tasks tasks, Claims claims)
            implements AutoCloseable {
        static Parts open(Path file) throws Exception {
            Sqlite database = new Sqlite(file);
            Migrations.apply(database.writing());
            AtomicLong pages = new AtomicLong(1_000_000);
            Writer writer = new Writer(
                    () -> {
                        Connection connection = database.openWriter();
                        limitPages(new Sql(connection), pages.get());
                        return connection;
                    },
                    CommitProbe.NONE);
            Readers readers = new Readers(database);
            Journal journal = new Journal(writer, readers, Clock.systemUTC());
            AtomicInteger ids = new AtomicInteger();
            Tasks tasks = new Tasks(writer, readers, Clock.systemUTC(), () -> "t" + ids.incrementAndGet());
            return new Parts(pages, writer, readers, journal, tasks, new Claims(writer, readers, journal, tasks));
        }

        /** Has the disk be this many pages large, or as many as there are; what fails has a new connection look again. */
        void resizeDisk(long size) {
            pages.set(size);
            assertThat(writer.<Long>write(tx -> limitPages(tx.sql(), size), Duration.ofSeconds(5))).isPositive();
        }

        private static long limitPages(Sql sql, long size) throws SQLException {
            return sql.number("PRAGMA max_page_count = " + size);
        }

        @Override
        public void close() {
            writer.close();
            readers.close();
        }
    }

    @Test
    void aFullDiskRefusesWhatDoesNotFitAndGoesOnOnceThereIsSpace() throws Exception {
        try (Parts store = Parts.open(folder.resolve("full.db"))) {
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            assertThat(store.claims().enqueue(id, RunRequest.FRESH, 9)).isEqualTo(new Enqueued.Queued(1));
            Fence fence = store.claims()
                    .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started")))
                    .orElseThrow()
                    .fence();
            store.resizeDisk(1);
            EventDraft large = EventDraft.of(EventType.LOG, "x".repeat(100_000));
            Append tooMuch = new Append(List.of(EventDraft.of(EventType.LOG, "small"), large), List.of(), 0);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.journal().append(fence, tooMuch))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("The disk is full: nothing can be recorded until there is space");
                assertThat(store.writer().healthy()).isFalse();
                assertThat(store.journal().after(id, 1, 10)).isEmpty();
                assertThat(store.journal().last(id)).isEqualTo(1);
            }
            store.resizeDisk(1_000_000);
            assertThat(store.journal().append(fence, tooMuch)).extracting(event -> event.eventId()).containsExactly(2L, 3L);
            assertThat(store.writer().healthy()).isTrue();
        }
    }

    @Test
    void aDatabaseLockedByAnotherProcessIsUnavailableUntilItLetsGo() throws Exception {
        try (StoreFixture store = new StoreFixture(folder)) {
            Fence fence = store.running();
            try (OtherProcess other = OtherProcess.locking(folder.resolve("mgx.db"))) {
                assertThat(other.says()).isEqualTo("locked");
                assertThatThrownBy(() -> store.log(fence, "lost"))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageContaining("locked by another process");
                assertThat(store.store().healthy()).isFalse();
                assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1); // who reads is not kept from it
            }
            assertThat(store.log(fence, "kept").getFirst().eventId()).isEqualTo(2);
            assertThat(store.store().healthy()).isTrue();
            assertThat(Invariants.check(store.store(), fence.taskId())).hasSize(2);
        }
    }

    @Test
    void aRowThatCannotBeUnderstoodDoesNotUseUpTheReaders() throws Exception {
        try (Parts store = Parts.open(folder.resolve("odd.db"))) {
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            int rows = store.writer()
                    .write(tx -> tx.sql().update("UPDATE task SET state = '{}}' WHERE id = ?", id), Duration.ofSeconds(5));
            assertThat(rows).isEqualTo(1);
            for (int i = 0; i < 40; i++) {
                assertThatThrownBy(() -> store.tasks().state(id)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(store.tasks().find(id)).isPresent();
            assertThat(OtherProcess.openFilesOfThisOne("odd.db")).isLessThan(12);
        }
    }
}

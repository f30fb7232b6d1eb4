package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Fault;
import dev.mgx.store.sql.Space;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.TaskIndex;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.database.Sqlite;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Await;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.StoreFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults of SQLite's disk and interference by other processes. */
@Timeout(40)
class SqliteFaultTest {
    @TempDir
    Path folder;

    /** SQLite on a disk of adjustable size. */
    private record SmallDisk(Sqlite sqlite, AtomicLong pages, AtomicReference<Connection> writing) implements Database {
        SmallDisk(Path file) {
            this(new Sqlite(file), new AtomicLong(1_000_000), new AtomicReference<>());
        }

        @Override
        public Connection openWriter() throws SQLException {
            Connection connection = sqlite.openWriter();
            limitPages(new Sql(connection), pages.get());
            connection.rollback(); // end the read transaction, or it would keep seeing the state before the migration
            writing.set(connection);
            return connection;
        }

        /**
         * Limits the disk to this many pages, at least the current size; after a failure a new connection reads the
         * limit again.
         */
        void resize(Writer writer, long size) {
            pages.set(size);
            assertThat(writer.<Long>write(tx -> limitPages(tx.sql(), size), WriteTimeouts.LIMITED))
                    .isPositive();
        }

        /** Lets the connection that writes only read, or write again. Not while it is used. */
        void readOnly(boolean so) {
            new Sql(Objects.requireNonNull(writing.get())).execute("PRAGMA query_only = " + so);
        }

        private static long limitPages(Sql sql, long size) {
            return sql.number("PRAGMA max_page_count = " + size);
        }

        @Override
        public String subject() {
            return sqlite.subject();
        }

        @Override
        public void migrate() {
            sqlite.migrate();
        }

        @Override
        public void finish(Connection writer) throws SQLException {
            sqlite.finish(writer);
        }

        @Override
        public Connection openReader() throws SQLException {
            return sqlite.openReader();
        }

        @Override
        public Space space() {
            return sqlite.space();
        }

        @Override
        public TaskIndex taskIndex() {
            return sqlite.taskIndex();
        }

        @Override
        public boolean isRemote() {
            return sqlite.isRemote();
        }

        @Override
        public Fault fault(SQLException failure) {
            return sqlite.fault(failure);
        }
    }

    @Test
    void aFullDiskRefusesWhatDoesNotFitAndGoesOnOnceThereIsSpace() throws Exception {
        SmallDisk disk = new SmallDisk(folder.resolve("full.db"));
        try (StoreParts store = StoreParts.open(disk)) {
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            assertThat(store.queue().enqueue(id, RunRequest.FRESH, 9)).isInstanceOf(Enqueued.Queued.class);
            Fence fence = store.claims()
                    .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started")))
                    .orElseThrow()
                    .fence();
            disk.resize(store.writer(), 1);
            EventDraft large = EventDraft.of(EventType.LOG, "x".repeat(100_000));
            AppendRequest tooMuch =
                    new AppendRequest(List.of(EventDraft.of(EventType.LOG, "small"), large), List.of(), 0);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.journal().append(fence, tooMuch))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("The disk is full: nothing can be recorded until there is space");
                assertThat(store.journal().after(id, 1, 10)).isEmpty();
                assertThat(store.journal().last(id)).isEqualTo(1);
            }
            disk.resize(store.writer(), 1_000_000);
            assertThat(store.journal().append(fence, tooMuch))
                    .extracting(event -> event.eventId())
                    .containsExactly(2L, 3L);
        }
    }

    /** As a reader has it that looks whether the log is whole. */
    @Test
    void whoeverHasTheLockOfThoseWhoWriteForAMomentIsWaitedFor() throws Exception {
        Path file = folder.resolve("held.db");
        try (StoreParts store = StoreParts.open(new Sqlite(file));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            FutureTask<Task> created = new FutureTask<>(() -> store.tasks().create(null, "x", TaskOptions.DEFAULT));
            Thread.startVirtualThread(created);
            Await.until(() -> created.isDone() || isInSqlite("mgx-writer"));
            statement.execute("ROLLBACK");

            assertThat(created.get().inputPrompt()).isEqualTo("x");
        }
    }

    private static boolean isInSqlite(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals(thread))
                .flatMap(each -> Arrays.stream(each.getValue()))
                .anyMatch(frame -> frame.getClassName().equals("org.sqlite.core.NativeDB"));
    }

    /**
     * With SQLite's query_only: the kernel does not remount a disk read-only while a file on it is open for writing.
     */
    @Test
    void aDatabaseThatBecomesReadOnlyRefusesWritesAndGoesOnOnceItCanBeWritten() throws Exception {
        SmallDisk disk = new SmallDisk(folder.resolve("readonly.db"));
        try (StoreParts store = StoreParts.open(disk)) {
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            assertThat(store.queue().enqueue(id, RunRequest.FRESH, 9)).isInstanceOf(Enqueued.Queued.class);
            Fence fence = store.claims()
                    .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started")))
                    .orElseThrow()
                    .fence();
            AppendRequest append = new AppendRequest(List.of(EventDraft.of(EventType.LOG, "kept")), List.of(), 0);
            disk.readOnly(true);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.journal().append(fence, append))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("The database is read-only: nothing can be recorded until it can be written");
                assertThat(store.journal().after(id, 0, 10)).hasSize(1); // reading still works
            }
            assertThatThrownBy(() -> store.writer().requireHealthy(tx -> true, Duration.ofSeconds(4)))
                    .isInstanceOf(StoreUnavailable.class);
            disk.readOnly(false);
            assertThat(store.journal().append(fence, append))
                    .extracting(event -> event.eventId())
                    .containsExactly(2L);
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
                assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1); // reading still works
            }
            assertThat(store.log(fence, "kept").getFirst().eventId()).isEqualTo(2);
            Await.until(() -> store.store().healthy());
            assertThat(Invariants.check(store.store(), fence.taskId())).hasSize(2);
        }
    }

    @Test
    void aRowThatCannotBeUnderstoodDoesNotUseUpTheReaders() throws Exception {
        try (StoreParts store = StoreParts.open(new Sqlite(folder.resolve("odd.db")))) {
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            for (int i = 0; i < 40; i++) {
                assertThatThrownBy(() -> store.readers()
                                .read(sql -> sql.list(row -> Json.readMap(row.getString(1)), "SELECT '{}}'")))
                        .isInstanceOf(MalformedJson.class);
            }
            assertThat(store.tasks().find(id)).isPresent();
            assertThat(OtherProcess.openFilesOfThisOne("odd.db")).isLessThan(12);
        }
    }
}

package dev.mgx.store.sql.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.Store;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.task.TaskFilter;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups, from either database to either. */
@Timeout(60)
class BackupTest {
    private static final String TITLE = "Ünïcode, 漢字 and 'quotes'";

    @TempDir
    Path folder;

    private Path data(String name) {
        return folder.resolve(name);
    }

    private StoreFixture open(String name, DatabaseUrl url) {
        return new StoreFixture(data(name), url, CommitProbe.NONE, Clock.systemUTC());
    }

    private Path file() {
        return folder.resolve("tasks.backup");
    }

    /** Returns a finished task, a running one, a running one with a title and files, and a new one. */
    private static List<String> fill(StoreFixture store) {
        List<String> ids = new ArrayList<>();
        Fence done = store.running();
        store.log(done, "worked");
        store.succeed(done);
        ids.add(done.taskId());
        Fence running = store.running();
        store.log(running, "works\n\u0001 on");
        ids.add(running.taskId());
        String titled = store.store()
                .tasks()
                .create(TITLE, "Build a zebra counter", TaskOptions.DEFAULT)
                .id();
        Fence writing = store.running(titled);
        store.change(
                writing,
                new Change.StepBegun(1, "code"),
                new Change.BinarySaved(1, "logo.png", new byte[] {0, -1, 13}),
                new Change.FileSaved(
                        1, "a1", new ArtifactDraft("Main.java", "class Main {} // ✓", AgentRole.ENGINEER)));
        ids.add(titled);
        ids.add(store.create());
        return ids;
    }

    private static List<String> events(StoreFixture store, String id) {
        return store.store().journal().after(id, 0, 10_000).stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "SQLITE, POSTGRES", "POSTGRES, SQLITE", "POSTGRES, POSTGRES"})
    void whatWasBackedUpWhileOthersWroteIsRestoredWhole(TestDatabase from, TestDatabase to) throws Exception {
        DatabaseUrl source = from.fresh();
        DatabaseUrl target = to.fresh();
        List<String> ids;
        List<List<String>> before = new ArrayList<>();
        BackupContent content;
        try (StoreFixture store = open("source", source)) {
            ids = fill(store);
            for (String id : ids) {
                before.add(events(store, id));
            }
            AtomicBoolean enough = new AtomicBoolean();
            Fence busy = store.running();
            Thread writing = Thread.ofPlatform().start(() -> {
                while (!enough.get()) {
                    store.log(busy, "meanwhile");
                }
            });
            content = Store.backUp(data("source"), source, file());
            enough.set(true);
            writing.join();
        }
        assertThat(content.tasks()).isEqualTo(ids.size() + 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .as("one file")
                    .containsExactlyInAnyOrder("source", "tasks.backup");
        }
        assertThat(Store.restore(file(), data("target"), target).events()).isEqualTo(content.events());
        try (StoreFixture store = open("target", target)) {
            for (String id : ids) {
                assertThat(events(store, id)).isEqualTo(before.get(ids.indexOf(id)));
                assertThat(Invariants.check(store.store(), id)).isNotNull();
            }
            assertThat(store.store().claims().running()).contains(ids.get(1), ids.get(2));
            assertThat(store.store().artifacts().manifest(ids.get(2), 1))
                    .containsEntry("Main.java", "class Main {} // ✓");
            assertThat(store.store().artifacts().binaries(ids.get(2), 1).get("logo.png"))
                    .containsExactly(0, -1, 13);
            assertThat(store.store()
                            .tasks()
                            .list(new TaskFilter(null, SearchTerms.wanted("zebra"), ""), 1, 10)
                            .items())
                    .extracting(task -> task.title())
                    .containsExactly(TITLE);
            Fence fresh = store.running();
            store.succeed(fresh);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nothingIsOverwritten(TestDatabase database) throws Exception {
        DatabaseUrl url = database.fresh();
        Files.writeString(file(), "precious");
        try (StoreFixture store = open("source", url)) {
            store.create();
            assertThatThrownBy(() -> Store.backUp(data("source"), url, file()))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("it exists already, and a backup overwrites nothing");
            assertThat(file()).hasContent("precious");
            Files.delete(file());
            Store.backUp(data("source"), url, file());
            assertThatThrownBy(() -> Store.restore(file(), data("source"), url))
                    .as("a store that is in use")
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("use");
            assertThatThrownBy(() ->
                            Store.restore(file(), data(database == TestDatabase.SQLITE ? "source" : "other"), url))
                    .isInstanceOf(StoreUnavailable.class);
        }
        assertThatThrownBy(() -> Store.restore(file(), data("source"), url))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("there are 1 tasks in the database already, and a restore overwrites nothing");
    }

    @Test
    void aDamagedBackupAndWhatIsNoneAreRefused() throws Exception {
        try (StoreFixture store = open("source", DatabaseUrl.OF_DATA_FOLDER)) {
            fill(store);
        }
        Store.backUp(data("source"), DatabaseUrl.OF_DATA_FOLDER, file());
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 4096; at < bytes.length(); at += 4096) {
                bytes.seek(at);
                bytes.write(new byte[64]);
            }
        }
        assertRefused(file());
        Files.writeString(folder.resolve("text"), "no database");
        assertRefused(folder.resolve("text"));
        assertRefused(folder.resolve("missing"));
    }

    private void assertRefused(Path backup) {
        assertThatThrownBy(() -> Store.restore(backup, data("target"), DatabaseUrl.OF_DATA_FOLDER))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("backup")
                .message()
                .doesNotContain("\n", "Exception");
    }

    @Test
    void aFolderWithoutADatabaseHasNothingToBackUp() {
        assertThatThrownBy(() -> Store.backUp(data("nowhere"), DatabaseUrl.OF_DATA_FOLDER, file()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("There is no database in ");
        assertThat(file()).doesNotExist();
        assertThat(data("nowhere")).doesNotExist();
    }

    @Test
    void aDatabaseOfAnEarlierVersionIsBackedUpAsItIsAndBroughtUpWhenItIsRestored() throws Exception {
        Files.createDirectories(data("old"));
        Files.createFile(data("old").resolve("mgx.db"));
        try (Connection old = new Sqlite(data("old").resolve("mgx.db")).openFresh("2")) {
            new Sql(old)
                    .update(
                            "INSERT INTO task (id, title, input_prompt, options, status, state, created_at, updated_at, request)"
                                    + " VALUES ('t1', 'An old one', 'Build a zebra counter', '{}', 'PENDING', ?, 1, 1, ?)",
                            "{\"task_id\":\"t1\",\"status\":\"PENDING\"}",
                            "{\"kind\":\"FRESH\"}");
            old.commit();
        }
        assertThat(Store.backUp(data("old"), DatabaseUrl.OF_DATA_FOLDER, file()).tasks())
                .isEqualTo(1);
        Store.restore(file(), data("target"), DatabaseUrl.OF_DATA_FOLDER);
        try (StoreFixture store = open("target", DatabaseUrl.OF_DATA_FOLDER)) {
            assertThat(store.store()
                            .tasks()
                            .list(new TaskFilter(null, SearchTerms.wanted("zebra"), ""), 1, 10)
                            .items())
                    .extracting(task -> task.id())
                    .containsExactly("t1");
        }
    }

    @Test
    void afterAnOrderlyEndTheDatabasesFileAloneIsAll() throws Exception {
        List<String> ids;
        List<String> before;
        try (StoreFixture store = open("source", DatabaseUrl.OF_DATA_FOLDER)) {
            ids = fill(store);
            before = events(store, ids.getFirst());
        }
        assertThat(data("source").resolve("mgx.db-wal")).doesNotExist();
        Files.createDirectories(data("copy"));
        Files.copy(data("source").resolve("mgx.db"), data("copy").resolve("mgx.db"));
        try (StoreFixture store = open("copy", DatabaseUrl.OF_DATA_FOLDER)) {
            assertThat(events(store, ids.getFirst())).isEqualTo(before).isNotEmpty();
        }
    }
}

package dev.mgx.store.sql.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Retention;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Space;
import dev.mgx.task.RunRequest;
import dev.mgx.testing.Await;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that nothing has happened to for some days are deleted, and the space of deleted tasks is given back. */
@Timeout(40)
class RetentionTest {
    private static final Clock NOW = Clock.systemUTC();

    @TempDir
    Path folder;

    private StoreFixture open(DatabaseUrl url, Clock clock) {
        return new StoreFixture(folder, url, CommitProbe.NONE, clock);
    }

    private static String finished(StoreFixture store) {
        Fence fence = store.running();
        store.succeed(fence);
        return fence.taskId();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void onlyWhatIsOldAndNeitherQueuedNorRunningIsDeleted(TestDatabase database) throws Exception {
        DatabaseUrl url = database.fresh();
        String old;
        String running;
        String queued;
        String renamed;
        try (StoreFixture store = open(url, Clock.offset(NOW, Duration.ofDays(-31)))) {
            old = finished(store);
            running = store.running().taskId();
            queued = store.create();
            store.enqueue(queued, RunRequest.FRESH);
            renamed = store.create();
        }
        try (StoreFixture store = open(url, NOW)) {
            assertThat(store.store().tasks().describe(renamed, "Still of use", null))
                    .isPresent();
        }
        try (StoreFixture store = open(url, NOW);
                Retention retention = Retention.start(store.store(), Duration.ofDays(30), NOW)) {
            assertThat(retention).isNotNull();
            Await.until(() -> store.store().tasks().find(old).isEmpty());
            assertThat(store.store().tasks().find(running)).isPresent();
            assertThat(store.store().tasks().find(queued)).isPresent();
            assertThat(store.store().tasks().find(renamed)).isPresent();
        }
    }

    @Test
    void theSpaceOfDeletedTasksIsGivenBackToTheDisk() throws Exception {
        Path file = folder.resolve("mgx.db");
        String kept;
        try (StoreFixture store = open(DatabaseUrl.OF_DATA_FOLDER, NOW)) {
            Fence large = store.running();
            String text = "x".repeat(100_000);
            IntStream.range(0, 200).forEach(i -> store.log(large, text));
            store.succeed(large);
            kept = finished(store);
            assertThat(store.store().claims().delete(large.taskId())).isTrue();
            try (Readers readers = new Readers(new Sqlite(file), Duration.ofSeconds(10))) {
                Space space = new Sqlite(file).space();
                Await.until(() -> readers.read(sql -> sql.number("SELECT COUNT(*) FROM deleted_task")) == 0
                        && readers.read(space::unused) == 0);
            }
        }
        assertThat(Files.size(file)).isLessThan(8_000_000); // of 20 MB
        try (StoreFixture store = open(DatabaseUrl.OF_DATA_FOLDER, NOW)) {
            store.check(kept);
        }
    }

    @Test
    void aSmallDatabaseThatWasMadeToKeepItsSpaceGivesItBackFromItsNextStartOn() throws Exception {
        Path file = Files.createFile(folder.resolve("mgx.db"));
        new Sqlite(file).openFresh(Migrations.NEWEST).close();
        try (StoreFixture store = open(DatabaseUrl.OF_DATA_FOLDER, NOW);
                Readers readers = new Readers(new Sqlite(file), Duration.ofSeconds(10))) {
            store.create();
            long mode = readers.read(sql -> sql.number("PRAGMA auto_vacuum"));
            assertThat(mode).as("incremental").isEqualTo(2);
        }
    }
}

package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.Migrations;
import dev.mgx.testing.StoreFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message for an operator when a data folder cannot be used: one sentence. */
@Timeout(40)
class OpeningTest {
    @TempDir
    Path folder;

    private static Store open(Path path) {
        return Store.open(path, Clock.systemUTC(), () -> "id", CommitProbe.NONE);
    }

    private static String refusalOf(Path path) {
        StoreUnavailable refusal =
                catchThrowableOfType(StoreUnavailable.class, () -> open(path).close());
        assertThat(refusal).isNotNull();
        String sentence = String.valueOf(refusal.getMessage());
        assertThat(sentence).doesNotContain("\n").doesNotContain("Exception").hasSizeLessThan(300);
        return sentence;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "not/there/yet", "with space", "q?mark=1", "h#ash", "ä%20ö", "'quoted'"})
    void aFolderOfAnyNameIsMadeAndUsed(String name) {
        Path path = folder.resolve(name);
        try (StoreFixture store = new StoreFixture(path)) {
            store.check(store.running().taskId());
        }
        assertThat(path.resolve("mgx.db")).isRegularFile();
    }

    @Test
    void aFolderInUseIsRefusedAlsoByAnotherName() throws IOException {
        Path other = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectories(folder.resolve("real")));
        try (StoreFixture store = new StoreFixture(folder.resolve("real"))) {
            for (Path path : new Path[] {folder.resolve("real"), other, folder.resolve("real/../real")}) {
                assertThat(refusalOf(path))
                        .isEqualTo(
                                "The data folder " + path
                                        + " is in use by another MGX Engine; stop that one or choose another folder with MGX_DATA_DIR");
            }
            store.check(store.running().taskId());
        }
        open(other).close();
    }

    @Test
    void aFolderInUseIsRefusedToAnotherProcessAlsoAfterThisOneTriedTwice() throws IOException {
        try (StoreFixture store = new StoreFixture(folder)) {
            assertThat(refusalOf(folder)).contains("is in use");
            try (OtherProcess other = OtherProcess.opening(folder)) {
                assertThat(other.says()).contains("is in use by another MGX Engine");
            }
            store.check(store.running().taskId());
        }
    }

    @Test
    void aFolderOfAProcessThatWasKilledIsFreeAgain() throws IOException {
        try (OtherProcess other = OtherProcess.opening(folder)) {
            assertThat(other.says()).isEqualTo("open");
            assertThat(refusalOf(folder)).contains("is in use");
            assertThat(DataFolder.isTaken(folder)).isTrue();
            other.kill();
            assertThat(DataFolder.isTaken(folder)).isFalse();
            open(folder).close();
            assertThat(other.temporary()).as("the driver's library").isEmptyDirectory();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void deletingTheLockFileLetsNobodyElseIn() throws IOException {
        try (OtherProcess other = OtherProcess.opening(folder)) {
            assertThat(other.says()).isEqualTo("open");
            Files.delete(folder.resolve("lock"));
            assertThat(refusalOf(folder)).contains("is in use by another MGX Engine");
            assertThat(refusalOf(folder))
                    .as("once more, now that there is such a file")
                    .contains("is in use");
            Files.writeString(folder.resolve("server.url"), "http://127.0.0.1:8000");
            assertThat(DataFolder.address(folder)).as("commands find it").contains("http://127.0.0.1:8000");
            other.kill();
            assertThat(DataFolder.isTaken(folder)).isFalse();
            open(folder).close();
        }
    }

    @Test
    void whoLooksWhetherAFolderIsTakenKeepsNobodyFromTakingIt() throws IOException {
        Path looked = folder.resolve("looked");
        DataFolder.open(looked).close();
        try (OtherProcess first = OtherProcess.lookingAt(looked, folder);
                OtherProcess second = OtherProcess.lookingAt(looked, folder)) {
            assertThat(first.says()).isEqualTo("looking");
            assertThat(second.says()).isEqualTo("looking");
            for (int i = 0; i < 300; i++) {
                DataFolder.open(looked).close();
            }
            assertThat(first.lastWord()).isEqualTo("free");
            try (DataFolder owned = DataFolder.open(looked)) {
                assertThat(DataFolder.isTaken(owned.path())).isTrue();
                assertThat(second.lastWord()).isEqualTo("taken");
            }
        }
    }

    @Test
    void theMigrationThatIsTakenForTheLastIsTheLast() throws IOException {
        for (String place : List.of(Migrations.COMMON, Migrations.SQLITE, Migrations.POSTGRES)) {
            try (Stream<Path> files =
                    Files.list(Path.of("src/main/resources", place.replaceFirst("^classpath:", "")))) {
                assertThat(files.map(file -> MigrationVersion.fromVersion(
                                file.getFileName().toString().replaceFirst("^V(.+?)__.*$", "$1"))))
                        .isNotEmpty()
                        .allMatch(version -> version.compareTo(MigrationVersion.fromVersion(Migrations.NEWEST)) <= 0);
            }
        }
        assertThat(Path.of("src/main/resources", Migrations.COMMON.replaceFirst("^classpath:", "")))
                .isDirectoryContaining("glob:**/V" + Migrations.NEWEST + "__*.sql");
    }

    @Test
    void closingTwiceDoesNotTakeTheFolderFromTheNextOne() {
        Store first = open(folder);
        first.close();
        try (Store second = open(folder)) {
            second.folder().publish("http://127.0.0.1:8000");
            first.close();
            assertThat(DataFolder.address(folder)).contains("http://127.0.0.1:8000");
            assertThat(refusalOf(folder)).contains("is in use");
        }
        assertThat(folder.resolve("server.url")).doesNotExist();
    }

    @Test
    void aFolderWhereThereCanBeNoneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(refusalOf(file.resolve("below")))
                .contains("cannot be written (%s is no folder)".formatted(file), "MGX_DATA_DIR");
        assertThat(refusalOf(file)).contains("cannot be written (%s is no folder)".formatted(file), "MGX_DATA_DIR");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeWrittenIsRefused() {
        assertThat(refusalOf(Path.of("/proc/mgx"))).contains("cannot be written (its parent folder does not exist)");
        assertThat(refusalOf(Path.of("/sys/kernel"))).contains("cannot be written (");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs() throws Exception {
        open(folder).close();
        String history =
                "SELECT 999, '999', 'future', type, 'V999__future.sql', checksum, installed_by, installed_on, 1, ";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mgx.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history " + history
                    + "1 FROM flyway_schema_history WHERE version = '1'");
        }
        assertThat(refusalOf(folder))
                .isEqualTo("The database was written by a newer MGX Engine (its version is 999, this one's is %s):"
                                .formatted(Migrations.NEWEST)
                        + " use that one, or another database");
        assertThat(refusalOf(folder)).contains("newer");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Files.writeString(folder.resolve("mgx.db"), "This is a letter to my aunt. ".repeat(500));
        assertThat(refusalOf(folder))
                .startsWith("The database cannot be opened: ")
                .contains("not a database");
    }

    @Test
    void aDatabaseWithABrokenPageIsRefused() throws Exception {
        open(folder).close();
        Path file = folder.resolve("mgx.db");
        try (RandomAccessFile database = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 4096; at < database.length(); at++) { // the first page is the table of contents
                database.seek(at);
                database.write(0x5a);
            }
        }
        assertThat(refusalOf(folder))
                .startsWith("The database cannot be opened: ")
                .contains("malformed");
    }

    @Test
    void aDatabaseLockedAtTheStartIsRefusedAndOpenedOnceItIsFree() throws Exception {
        open(folder).close();
        Path file = folder.resolve("mgx.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            exclusively(statement);
            assertThat(refusalOf(folder))
                    .startsWith("The database cannot be opened: ")
                    .contains("locked");
            statement.execute("ROLLBACK");
        }
        open(folder).close();
    }

    private static void exclusively(Statement statement) throws SQLException {
        statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        statement.execute("BEGIN EXCLUSIVE");
    }
}

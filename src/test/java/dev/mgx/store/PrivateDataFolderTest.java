package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data folder on a machine with other users: they read nothing in it, block nothing, and plant nothing. */
@Timeout(60)
class PrivateDataFolderTest {
    private static final int ANOTHER = 20_002;

    @TempDir
    private Path folder;

    private static Store open(Path path) {
        return Store.open(path, Clock.systemUTC(), () -> "id", CommitProbe.NONE);
    }

    private static String refusalOf(Path path) {
        StoreUnavailable refusal =
                catchThrowableOfType(StoreUnavailable.class, () -> open(path).close());
        assertThat(refusal).isNotNull();
        assertThat(String.valueOf(refusal.getMessage())).doesNotContain("\n", "Exception");
        return String.valueOf(refusal.getMessage());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static List<Path> filesIn(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }

    private static void assertPrivate(Path data) throws IOException {
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(filesIn(data))
                .extracting(file -> file.getFileName().toString())
                .contains("lock", "mgx.db", "mgx.db-wal", "mgx.db-shm", "server.url");
        for (Path file : filesIn(data)) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    @Test
    void nobodyElseReadsAFolderThatIsMadeHere() throws IOException {
        Path data = folder.resolve("not/there/yet");
        try (Store store = open(data)) {
            store.folder().publish("http://127.0.0.1:8000");
            assertThat(store.healthy()).isTrue();
            assertPrivate(data);
        }
    }

    @Test
    void aFolderThatOthersCouldReadIsTakenFromThem() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        open(data).close();
        for (Path file : filesIn(data)) {
            allow(file, "rw-rw-rw-");
        }
        allow(data, "rwxr-xr-x");
        try (Store store = open(data)) {
            store.folder().publish("http://127.0.0.1:8000");
            assertThat(store.healthy()).isTrue();
            assertPrivate(data);
        }
    }

    @Test
    void aFolderWithMoreInItStaysAsItIsButOurFilesArePrivate() throws IOException {
        allow(folder, "rwxr-xr-x");
        Files.createDirectory(folder.resolve("lost+found"));
        try (Store store = open(folder)) {
            assertThat(store.healthy()).isTrue();
            assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
            assertThat(permissions(folder.resolve("mgx.db"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("mgx.db-wal"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("lock"))).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwxr-xrwx", "rwxrwxrwx"})
    void aFolderThatOthersCanChangeIsRefused(String permissions) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        allow(data, permissions);
        assertThat(refusalOf(data))
                .startsWith("The data folder cannot be used: ")
                .contains("can be changed by other users (its mode is 07", "run chmod 700 " + data.toRealPath())
                .contains("MGX_DATA_DIR chooses another");
        assertThat(filesIn(data)).isEmpty();
        assertThat(DataFolder.isTaken(data)).isFalse();
    }

    @Test
    void aFolderThatOthersCanReplaceIsRefused() throws IOException {
        Path data = Files.createDirectories(folder.resolve("open/between/data"));
        allow(folder.resolve("open"), "rwxrwxrwx");
        assertThat(refusalOf(data)).contains("can be replaced by other users, because ", "run chmod o-w ");
    }

    @Test
    @EnabledIf("dev.mgx.testing.RootUser#isThis")
    void aFolderOfAnotherUserIsRefused() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setAttribute(data, "unix:uid", ANOTHER);
        assertThat(refusalOf(data)).contains("belongs to another user (ID 20002)");
        assertThat(filesIn(data)).isEmpty();
    }

    @Test
    @EnabledIf("dev.mgx.testing.RootUser#isThis")
    void aLinkThatAnotherUserMadeInItsPlaceIsRefused() throws IOException {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        Path link = Files.createSymbolicLink(folder.resolve("data"), ours);
        Files.setAttribute(link, "unix:uid", ANOTHER, LinkOption.NOFOLLOW_LINKS);
        assertThat(refusalOf(link)).contains("belongs to another user (ID 20002)");
        assertThat(filesIn(ours)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "mgx.db", "mgx.db-wal", "mgx.db-shm", "mgx.db-journal"})
    void aLinkInTheFolderIsNotFollowed(String name) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path target = Files.writeString(folder.resolve("target"), "precious");
        allow(target, "rw-r--r--");
        Files.createSymbolicLink(data.resolve(name), target);
        assertThat(refusalOf(data)).contains(name + " is a symbolic link, which is not followed");
        assertThat(target).hasContent("precious");
        assertThat(permissions(target)).isEqualTo("rw-r--r--");

        Path missing = folder.resolve("missing");
        Files.delete(data.resolve(name));
        Files.createSymbolicLink(data.resolve(name), missing);
        assertThat(refusalOf(data)).contains(name + " is a symbolic link, which is not followed");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aLinkInPlaceOfTheAddressIsReplacedAndNotReadOrWritten() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path target = Files.writeString(folder.resolve("target"), "http://127.0.0.1:1");
        Files.createSymbolicLink(data.resolve("server.url"), target);
        Files.createSymbolicLink(data.resolve("server.url.new"), target);
        try (Store store = open(data)) {
            assertThat(DataFolder.address(data)).isEmpty();
            store.folder().publish("http://127.0.0.1:8000");
            assertThat(DataFolder.address(data)).contains("http://127.0.0.1:8000");
        }
        assertThat(target).hasContent("http://127.0.0.1:1");
    }

    @ParameterizedTest
    @EnabledIf("dev.mgx.testing.RootUser#isThis")
    @ValueSource(strings = {"lock", "mgx.db"})
    void aFileOfAnotherUserInTheFolderIsRefused(String name) throws IOException {
        open(folder).close();
        Files.setAttribute(folder.resolve(name), "unix:uid", ANOTHER);
        assertThat(refusalOf(folder)).contains(name + " belongs to another user (ID 20002)");
    }
}

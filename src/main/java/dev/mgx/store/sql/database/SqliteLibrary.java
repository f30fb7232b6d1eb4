package dev.mgx.store.sql.database;

import dev.mgx.store.sql.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library. The driver unpacks it into the temporary folder and deletes it only on a normal exit,
 * so every killed process would leave a megabyte behind. Here it is unpacked into a folder of its own that is deleted
 * as soon as the library is loaded.
 */
final class SqliteLibrary {
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

    /** A native library is loaded once for each process, so this is static. */
    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private SqliteLibrary() {}

    /** Loads the library, once. Thread-safe. */
    static synchronized void load() {
        if (LOADED.get()) {
            return;
        }
        Path temporary = Path.of(System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir", ".")));
        try {
            Path own = Files.createTempDirectory(temporary, "mgx-sqlite");
            System.setProperty(FOLDER_PROPERTY, own.toString());
            try {
                SQLiteJDBCLoader.initialize();
                LOADED.set(true);
            } finally {
                System.setProperty(FOLDER_PROPERTY, temporary.toString());
                remove(own);
            }
        } catch (Exception e) {
            throw new StoreUnavailable(
                    "SQLite's library could not be unpacked into %s and loaded from there (%s): programs must be allowed there (no noexec), and writing; or name another folder: MGX_JAVA_OPTS=-D%s=FOLDER"
                            .formatted(temporary, e.getMessage(), FOLDER_PROPERTY),
                    e);
        }
    }

    /** Files that cannot be deleted while in use, as on Windows, are deleted when the process ends. */
    private static void remove(Path folder) {
        folder.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException e) {
            // The driver has registered its files for deletion on exit.
        }
    }
}
